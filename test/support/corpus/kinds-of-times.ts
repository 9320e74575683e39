import { AAC, clip, H264, picture, plays, sound, type Kind, type Recipe } from './kind';

const SLOW = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-r'];
const UNEVEN = "select='not(mod(n,3))+between(n,20,40)',settb=1/90000";
const PAUSE = "setpts='PTS+gte(N,25)*3/TB'";

/** Says in every header of the file that it lasts so many times as long as it does. */
const lying =
  (factor: number, film: Recipe): Recipe =>
  async (kit, file) => {
    const bytes = Buffer.from(await film(kit, file));
    for (const [box, at] of [
      ['mvhd', 16],
      ['mdhd', 16],
    ] as const) {
      const start = bytes.indexOf(box) + 4 + at;
      bytes.writeUInt32BE(bytes.readUInt32BE(start) * factor, start);
    }
    const track = bytes.indexOf('tkhd') + 4 + 20;
    bytes.writeUInt32BE(bytes.readUInt32BE(track) * factor, track);
    // The list of edits would tell the truth.
    bytes.write('free', bytes.indexOf('edts'), 'latin1');
    return bytes;
  };

const cut =
  (...cutting: readonly string[]): Recipe =>
  async (kit, file) => {
    await kit.film('uncut.mp4', [
      ...picture('320x180', '25', '', 4),
      ...sound(4),
      ...H264,
      '-g',
      '50',
      ...AAC,
    ]);
    return kit.film(file, [...cutting.slice(0, 2), '-i', 'uncut.mp4', '-c', 'copy', ...cutting.slice(2)]);
  };

const rated = (rate: string, fps: number, frames: number, grid = rate): Kind => ({
  what: `of ${rate} frames a second`,
  file: `rate-${rate.replace('/', '-')}.mp4`,
  make: clip(...picture('320x180', rate), ...H264),
  becomes: plays({ fps, ladder: [`320x180@${grid}:${String(frames)}`] }),
});

export const RATES: readonly Kind[] = [
  rated('24', 24, 48),
  rated('24000/1001', 23.98, 48, '23.98'),
  rated('30000/1001', 29.97, 60, '29.97'),
  rated('50', 50, 50, '25'),
  rated('60000/1001', 59.94, 60, '29.97'),
  rated('12', 12, 24),
  rated('120', 120, 60, '30'),
  rated('1000', 1000, 59, '29.41'),
  {
    what: 'of one frame in five seconds',
    file: 'slow.mp4',
    make: clip(...picture('320x180', '1/5', '', 15), ...H264),
    becomes: plays({ fps: 0.2, seconds: 15, ladder: ['320x180@1:15'] }),
  },
  {
    what: 'whose frames come unevenly',
    file: 'uneven.mp4',
    make: clip(...picture('320x180', '30', UNEVEN), '-fps_mode', 'vfr', ...H264),
    becomes: plays({ fps: 17.59, ladder: ['320x180@23.98:47'] }),
  },
  {
    what: 'whose frames come unevenly, in Matroska',
    file: 'uneven.mkv',
    make: clip(...picture('320x180', '30', UNEVEN), '-fps_mode', 'vfr', ...H264),
    becomes: plays({ fps: 30, ladder: ['320x180@30:58'] }),
  },
  {
    what: 'whose camera was paused for three seconds',
    file: 'paused.mp4',
    make: clip(...picture('320x180', '25', PAUSE), '-fps_mode', 'vfr', ...H264),
    becomes: plays({ fps: 10, seconds: 5, ladder: ['320x180@10:50'] }),
  },
];

export const TIMES: readonly Kind[] = [
  {
    what: 'of one frame',
    file: 'one-frame.mp4',
    make: clip(...picture('320x180', '25', '', 0.04), ...H264),
    becomes: plays({ seconds: 0.04, ladder: ['320x180@25:1'] }),
  },
  {
    what: 'of one frame, in AVI',
    file: 'one-frame.avi',
    make: clip(...picture('320x180', '25', '', 0.04), '-c:v', 'mjpeg'),
    becomes: plays({ seconds: 0.04, codec: 'mjpeg', ladder: ['320x180@25:1'] }),
  },
  {
    what: 'of three frames, with sound',
    file: 'short.mp4',
    make: clip(...picture('320x180', '25', '', 0.12), ...sound(0.12), ...H264, ...AAC),
    becomes: plays({ seconds: 0.12, audio: 'aac', ladder: ['320x180@25:3'] }),
  },
  {
    what: 'with one keyframe in all its time',
    file: 'long-group.mp4',
    make: clip(...picture('320x180', '25', '', 8), ...H264, '-g', '1000', '-keyint_min', '1000'),
    becomes: plays({ seconds: 8, ladder: ['320x180@25:200'] }),
  },
  {
    what: 'with open groups',
    file: 'open-group.mp4',
    make: clip(
      ...picture('320x180', '30000/1001', '', 4),
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '30', '-x264opts', 'open-gop=1:bframes=3'],
    ),
    becomes: plays({ seconds: 4, fps: 29.97, ladder: ['320x180@29.97:120'] }),
  },
  {
    what: 'with open groups, in HEVC',
    file: 'open-group-hevc.mp4',
    make: clip(
      ...picture('320x180', '30000/1001', '', 4),
      ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:open-gop=1:keyint=30'],
    ),
    becomes: plays({ seconds: 4, fps: 29.97, codec: 'hevc', ladder: ['320x180@29.97:120'] }),
  },
  {
    what: 'that begins late, at 8.3 s',
    file: 'late.mkv',
    make: clip(...picture(), ...sound(), ...H264, '-c:a', 'flac', '-output_ts_offset', '8.3'),
    becomes: plays({ audio: 'flac' }),
  },
  {
    what: 'whose times begin below zero',
    file: 'negative.mp4',
    make: clip(
      ...picture(),
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-avoid_negative_ts', 'disabled'],
      ...['-movflags', '+negative_cts_offsets'],
    ),
    becomes: plays(),
  },
  {
    what: 'cut without being coded again, by a list of edits',
    file: 'edited.mp4',
    make: cut('-ss', '1'),
    becomes: plays({ seconds: 3, audio: 'aac', ladder: ['320x180@25:75'] }),
  },
  {
    what: 'with an empty edit before the picture',
    file: 'empty-edit.mp4',
    make: async (kit, file) => {
      await kit.film('picture.mp4', [...picture(), ...H264]);
      await kit.film('sound.m4a', [...sound(3), ...AAC]);
      const inputs = ['-itsoffset', '1', '-i', 'picture.mp4', '-i', 'sound.m4a'];
      return kit.film(file, [...inputs, '-map', '0', '-map', '1', '-c', 'copy']);
    },
    becomes: plays({ seconds: 3, audio: 'aac', ladder: ['320x180@25:75'] }),
  },
  {
    what: 'that says in all its headers that it lasts an hour, and lasts two seconds',
    file: 'lying.mp4',
    make: lying(1800, clip(...picture(), ...H264)),
    becomes: plays(),
  },
  {
    what: 'from a browser, that tells no duration',
    file: 'live.webm',
    make: clip(...picture(), ...sound(), '-c:v', 'libvpx', '-b:v', '500k', '-c:a', 'libopus', '-live', '1'),
    becomes: plays({ codec: 'vp8', audio: 'opus' }),
  },
  {
    what: 'that is a still picture with sound',
    file: 'still.mp4',
    make: clip(...picture('320x180', '1', '', 4), ...sound(4), ...[...SLOW, '1'], ...AAC),
    becomes: plays({ seconds: 4, fps: 1, audio: 'aac', ladder: ['320x180@1:4'] }),
  },
  {
    what: 'in which nothing is to be seen',
    file: 'black.mp4',
    make: clip('-f', 'lavfi', '-i', 'color=black:s=320x180:r=25:d=2', ...H264),
    becomes: plays(),
  },
  {
    what: 'that is black for three seconds, with one keyframe',
    file: 'black-intro.mp4',
    make: clip(...picture('320x180', '25', 'fade=in:st=3:d=0.5', 5), ...H264, '-g', '250'),
    becomes: plays({ seconds: 5, ladder: ['320x180@25:125'] }),
  },
];
