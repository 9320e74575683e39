import { AAC, clip, fails, H264, picture, plays, refused, sound, type Kind, type Recipe } from './kind';

const FILM = [...picture('320x180', '25', '', 4), ...sound(4), ...H264, '-g', '25', ...AAC];
const FRONT = [...FILM, '-movflags', '+faststart'];
const FRAGMENTS = [...FILM, '-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
const DAMAGED = [/^damaged_source: /];

const spoilt =
  (args: readonly string[], spoil: (whole: Buffer) => Buffer): Recipe =>
  async (kit, file) =>
    spoil(Buffer.from(await kit.film(file, args)));
const cutAt = (percent: number) => (whole: Buffer) =>
  whole.subarray(0, Math.floor((whole.length * percent) / 100));
const zeroFrom = (percent: number) => (whole: Buffer) =>
  whole.fill(0, Math.floor((whole.length * percent) / 100));
const garbage = (whole: Buffer) => {
  const [start, end] = [0.4, 0.5].map((share) => Math.floor(whole.length * share)) as [number, number];
  for (let at = start; at < end; at += 1) whole[at] = (at * 7919) & 0xff;
  return whole;
};
/** Of four seconds, as much as is left; how much that is depends on where the coder put it. */
const damaged = (audio = 'aac') =>
  plays({ isPartOnly: true, seconds: 4, audio, ladder: ['320x180@25:100'], warnings: DAMAGED });

export const DAMAGE: readonly Kind[] = [
  ...([25, 50, 75, 95] as const).map((percent): Kind => ({
    what: `cut at ${String(percent)} %, with its index at the end`,
    file: `cut-${String(percent)}-behind.mp4`,
    make: spoilt(FILM, cutAt(percent)),
    becomes: fails('TRUNCATED'),
  })),
  ...(
    [
      [25, fails('DAMAGED')],
      [50, damaged()],
      [75, damaged()],
      [95, damaged()],
    ] as const
  ).flatMap(([percent, becomes]): Kind[] => [
    {
      what: `cut at ${String(percent)} %, with its index in front`,
      file: `cut-${String(percent)}.mp4`,
      make: spoilt(FRONT, cutAt(percent)),
      becomes,
    },
    {
      what: `cut at ${String(percent)} %, in Matroska`,
      file: `cut-${String(percent)}.mkv`,
      make: spoilt(FILM, cutAt(percent)),
      becomes: damaged(),
    },
    {
      what: `cut at ${String(percent)} %, in AVI`,
      file: `cut-${String(percent)}.avi`,
      make: spoilt([...FILM.slice(0, -4), '-c:a', 'mp2'], cutAt(percent)),
      becomes: damaged('mp2'),
    },
    {
      what: `cut at ${String(percent)} %, in fragments`,
      file: `cut-${String(percent)}-fragments.mp4`,
      make: spoilt(FRAGMENTS, cutAt(percent)),
      becomes: damaged(),
    },
  ]),
  {
    what: 'whose last quarter is zeros',
    file: 'zeros.mp4',
    make: spoilt(FRONT, zeroFrom(75)),
    becomes: damaged(),
  },
  {
    what: 'whose last quarter is zeros, in Matroska',
    file: 'zeros.mkv',
    make: spoilt(FILM, zeroFrom(75)),
    becomes: damaged(),
  },
  {
    what: 'with garbage in its middle',
    file: 'garbage.mp4',
    make: spoilt(FRONT, garbage),
    becomes: damaged(),
  },
  {
    what: 'that is zeros behind its first bytes',
    file: 'hollow.mp4',
    make: spoilt(FRONT, zeroFrom(1)),
    becomes: fails('NO_FRAME'),
  },
  {
    what: 'that is garbage behind its first bytes',
    file: 'noise.mp4',
    make: spoilt(FRONT, (film) => Buffer.concat([film.subarray(0, 32), Buffer.alloc(5_000, 0xa7)])),
    becomes: fails('TRUNCATED'),
  },
  {
    what: 'that is encrypted',
    file: 'encrypted.mp4',
    make: clip(
      ...[...picture(), ...H264, '-encryption_scheme', 'cenc-aes-ctr'],
      ...[
        '-encryption_key',
        '76a6c65c5ea762046bd749a2e632ccbb',
        '-encryption_kid',
        'a7e61c373e219033c21091fa607bf3b8',
      ],
    ),
    becomes: fails('NO_FRAME'),
  },
];

const other = (what: string, file: string, make: Recipe): Kind => ({
  what,
  file,
  make,
  becomes: refused('CONTENT_MISMATCH'),
});
const bytes =
  (content: string | Buffer): Recipe =>
  () =>
    Promise.resolve(Buffer.from(content as string));
const called =
  (name: string, ...args: readonly string[]): Recipe =>
  (kit) =>
    kit.film(name, args);

export const OTHER_FILES: readonly Kind[] = [
  { what: 'without a byte', file: 'empty.mp4', make: bytes(''), becomes: refused('VALIDATION_FAILED') },
  other('of one byte', 'byte.mp4', bytes('\0')),
  other('that is a text', 'text.mp4', bytes('Only words.\n'.repeat(100))),
  other('that is a page', 'page.webm', bytes('<!doctype html><title>x</title>')),
  other('that is a JPEG', 'jpeg.mp4', called('made.jpg', ...picture(), '-frames:v', '1')),
  other('that is a PNG', 'png.mov', called('made.png', ...picture(), '-frames:v', '1')),
  other('that is a GIF', 'gif.avi', called('made.gif', ...picture())),
  other('that is a WAV', 'sound.avi', called('made.wav', ...sound())),
  other('that is an M4A', 'sound.m4a.mp4', called('made.m4a', ...sound(), ...AAC)),
  other('that is an MPEG transport stream', 'stream.mp4', called('made.ts', ...picture(), ...H264)),
  other('that is an FLV', 'flash.mp4', called('made.flv', ...picture(), ...H264)),
  other('that is bare H.264', 'bare.mp4', called('made.h264', ...picture(), ...H264)),
  other('that is a Matroska and is called MP4', 'matroska.mp4', called('made.mkv', ...picture(), ...H264)),
];
