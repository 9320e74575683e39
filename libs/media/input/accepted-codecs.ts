/**
 * What may be decoded, spelled out: faults in decoders never end, and most of the several hundred are never needed.
 * ffprobe names codecs, the whitelist of ffmpeg names decoders, and the two differ; so both stand here side by side.
 */
interface AcceptedCodec {
  readonly codec: string;
  readonly decoders: readonly string[];
}

const plain = (...names: readonly string[]): readonly AcceptedCodec[] =>
  names.map((codec) => ({ codec, decoders: [codec] }));

export const VIDEO_CODECS: readonly AcceptedCodec[] = [
  ...plain('h264', 'hevc', 'mpeg4', 'mpeg1video', 'mpeg2video', 'prores', 'mjpeg', 'msmpeg4v2'),
  { codec: 'msmpeg4v3', decoders: ['msmpeg4'] },
  { codec: 'av1', decoders: ['libdav1d', 'libaom-av1', 'av1'] },
  { codec: 'vp8', decoders: ['vp8', 'libvpx'] },
  { codec: 'vp9', decoders: ['vp9', 'libvpx-vp9'] },
];

export const AUDIO_CODECS: readonly AcceptedCodec[] = [
  ...plain('aac', 'vorbis', 'flac', 'ac3', 'eac3', 'alac'),
  { codec: 'mp2', decoders: ['mp2float', 'mp2'] },
  { codec: 'mp3', decoders: ['mp3float', 'mp3'] },
  { codec: 'opus', decoders: ['opus', 'libopus'] },
  ...plain('pcm_u8', 'pcm_s8', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_s32be'),
  ...plain('pcm_f32le', 'pcm_f32be', 'pcm_alaw', 'pcm_mulaw'),
  // Phones of some age, and cameras that watch.
  { codec: 'amr_nb', decoders: ['amrnb'] },
  { codec: 'adpcm_g726', decoders: ['g726'] },
  ...plain('adpcm_ima_wav', 'adpcm_ms'),
];

const decodersOf = (codecs: readonly AcceptedCodec[]) => codecs.flatMap(({ decoders }) => decoders);

/** For whoever decodes: what is never mapped needs no decoder. */
export const DECODERS: readonly string[] = decodersOf([...VIDEO_CODECS, ...AUDIO_CODECS]);

/**
 * For whoever looks at every stream, by ffmpeg's letter for its kind: ffprobe gives a file up when one of its streams has a
 * decoder that is not listed, be it a cover or a subtitle. `V`, the real videos, has the last word over `v`.
 */
export const DECODERS_BY_KIND: readonly (readonly [string, readonly string[]])[] = [
  ['v', [...decodersOf(VIDEO_CODECS), 'png']],
  ['V', decodersOf(VIDEO_CODECS)],
  ['a', decodersOf(AUDIO_CODECS)],
  [
    's',
    [
      'mov_text',
      'subrip',
      'srt',
      'ass',
      'ssa',
      'webvtt',
      'text',
      'dvdsub',
      'dvbsub',
      'pgssub',
      'xsub',
      'cc_dec',
    ],
  ],
];

const videoNames: ReadonlySet<string> = new Set(VIDEO_CODECS.map(({ codec }) => codec));
const audioNames: ReadonlySet<string> = new Set(AUDIO_CODECS.map(({ codec }) => codec));

export function isAcceptedVideoCodec(codec: string): boolean {
  return videoNames.has(codec);
}

export function isAcceptedAudioCodec(codec: string): boolean {
  return audioNames.has(codec);
}
