import type { FilmKit } from './film-kit';

/** What a player finds in a file that was made. */
export interface SeenTrack {
  readonly name: string;
  readonly file: string;
  readonly codec: string;
  readonly size: string;
  readonly pixelFormat: string;
  readonly pixelShape: string;
  /** Range, matrix, transfer and primaries, in one word each. */
  readonly colour: string;
  readonly fps: number;
  readonly frames: number;
  readonly seconds: number;
  readonly keyTimes: readonly number[];
  readonly hasSound: boolean;
  readonly hasPicture: boolean;
}

interface Stream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly sample_aspect_ratio?: string;
  readonly color_range?: string;
  readonly color_space?: string;
  readonly color_transfer?: string;
  readonly color_primaries?: string;
  readonly nb_read_frames?: string;
}

interface Packet {
  readonly codec_type: string;
  readonly pts_time: string;
  readonly duration_time?: string;
  readonly flags: string;
}

/** Decodes every frame of it. */
export async function lookAtTrack(kit: FilmKit, name: string, file: string, fps: number): Promise<SeenTrack> {
  const answer = await kit.ffprobe(['-count_frames', '-show_streams', '-show_packets', '-of', 'json', file]);
  const { streams, packets } = JSON.parse(answer) as { streams: Stream[]; packets: Packet[] };
  const picture = streams.find(({ codec_type: type }) => type === 'video');
  const [first] = streams;
  if (first === undefined) throw new Error(`${name} has no stream`);
  const kind = picture === undefined ? 'audio' : 'video';
  const shown = packets.filter(({ codec_type: type }) => type === kind);
  return {
    name,
    file,
    codec: (picture ?? first).codec_name,
    ...looksOf(picture),
    fps,
    seconds: Math.max(...shown.map((each) => Number(each.pts_time) + Number(each.duration_time ?? 0))),
    keyTimes: shown.filter(({ flags }) => flags.startsWith('K')).map(({ pts_time: time }) => Number(time)),
    hasSound: streams.some(({ codec_type: type }) => type === 'audio'),
    hasPicture: picture !== undefined,
  };
}

function looksOf(picture: Stream | undefined) {
  if (picture === undefined) return { size: '', pixelFormat: '', pixelShape: '1:1', colour: '', frames: 0 };
  const {
    color_range: range,
    color_space: space,
    color_transfer: transfer,
    color_primaries: primaries,
  } = picture;
  return {
    size: `${String(picture.width)}x${String(picture.height)}`,
    pixelFormat: picture.pix_fmt ?? '',
    pixelShape: picture.sample_aspect_ratio ?? '1:1',
    colour: [range, space, transfer, primaries].join(' '),
    frames: Number(picture.nb_read_frames ?? 0),
  };
}
