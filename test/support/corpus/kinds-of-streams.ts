import { AAC, clip, H264, picture, plays, fails, sound, type Kind, type Recipe } from './kind';

const heard = (changes: Parameters<typeof plays>[0] = {}) => plays({ audio: 'aac', ...changes });
const SUBTITLES = '1\n00:00:00,000 --> 00:00:01,000\nHello\n';
const ALL_THREE = ['-map', '0', '-map', '1', '-map', '2'];
const FRAGMENTED = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
const COVER = ['-f', 'lavfi', '-i', 'color=red:s=64x64:d=1'];

const withSubtitles =
  (codec: string): Recipe =>
  async (kit, file) => {
    await kit.put(`${file}.srt`, SUBTITLES);
    const inputs = [...picture(), ...sound(), '-i', `${file}.srt`];
    return kit.film(file, [...inputs, ...H264, ...AAC, '-c:s', codec]);
  };

const withCover =
  (codec: string, first: boolean): Recipe =>
  async (kit, file) => {
    const [cover, film] = [`${file}.cover.mkv`, `${file}.film.mp4`];
    await kit.film(cover, [...COVER, '-frames:v', '1', '-c:v', codec]);
    await kit.film(film, [...picture(), ...H264]);
    const order = first
      ? ['-map', '1', '-map', '0', '-disposition:v:0']
      : ['-map', '0', '-map', '1', '-disposition:v:1'];
    return kit.film(file, ['-i', film, '-i', cover, ...order, 'attached_pic', '-c', 'copy']);
  };

export const SOUNDS: readonly Kind[] = [
  ...(
    [
      ['no sound', 'silent.mp4', [], null],
      ['one channel of sound', 'mono.mp4', [...AAC, '-ac', '1'], 'aac'],
      ['six channels of sound', 'surround.mp4', [...AAC, '-ac', '6'], 'aac'],
      ['sound of a telephone', 'telephone.mov', ['-c:a', 'pcm_alaw', '-ar', '8000', '-ac', '1'], 'pcm_alaw'],
      ['sound of 96 kHz', 'fine.mov', ['-c:a', 'pcm_s24le', '-ar', '96000'], 'pcm_s24le'],
      ['AC-3', 'ac3.mp4', ['-c:a', 'ac3'], 'ac3'],
      ['MP3', 'mp3.avi', ['-c:a', 'libmp3lame'], 'mp3'],
      ['Opus', 'opus.mkv', ['-c:a', 'libopus'], 'opus'],
      ['ALAC', 'alac.mov', ['-c:a', 'alac'], 'alac'],
      ['ADPCM', 'adpcm.avi', ['-c:a', 'adpcm_ima_wav'], 'adpcm_ima_wav'],
    ] as const
  ).map(([what, file, coding, audio]): Kind => ({
    what: `with ${what}`,
    file,
    make: clip(...picture(), ...(audio === null ? [] : sound()), ...H264, ...coding),
    becomes: plays({ audio }),
  })),
  {
    what: 'whose sound lasts longer',
    file: 'longer-sound.mp4',
    make: clip(...picture(), ...sound(4), ...H264, ...AAC),
    becomes: heard({ seconds: 4 }),
  },
  {
    what: 'whose sound ends earlier',
    file: 'shorter-sound.mp4',
    make: clip(...picture(), ...sound(1), ...H264, ...AAC),
    becomes: heard(),
  },
  {
    what: 'whose sound begins later',
    file: 'later-sound.mkv',
    make: async (kit, file) => {
      await kit.film('seen.mp4', [...picture(), ...H264]);
      await kit.film('heard.m4a', [...sound(1), ...AAC]);
      return kit.film(file, ['-i', 'seen.mp4', '-itsoffset', '1', '-i', 'heard.m4a', '-c', 'copy']);
    },
    becomes: heard(),
  },
  {
    what: 'with two languages',
    file: 'languages.mkv',
    make: clip(...picture(), ...sound(2, 440), ...sound(2, 880), ...ALL_THREE, ...H264, ...AAC),
    becomes: heard({ tone: 440, streams: 3 }),
  },
  {
    what: 'with two languages, of which the second is the usual one',
    file: 'usual-language.mkv',
    make: clip(
      ...[...picture(), ...sound(2, 440), ...sound(2, 880), ...ALL_THREE, ...H264, ...AAC],
      ...['-disposition:a:0', '0', '-disposition:a:1', 'default'],
    ),
    becomes: heard({ tone: 880, streams: 3 }),
  },
  {
    what: 'with a stream of sound that has nothing in it',
    file: 'unsung.mp4',
    make: clip(...picture(), ...sound(), ...H264, ...AAC, '-frames:a', '0', ...FRAGMENTED),
    becomes: heard({ streams: 2, isMute: true, warnings: [/^missing_outputs: audio could not be made\.$/] }),
  },
  {
    what: 'with sound of a codec that is not decoded (WMA)',
    file: 'unheard.avi',
    make: clip(...picture(), ...sound(), ...H264, '-c:a', 'wmav2'),
    becomes: fails('UNSUPPORTED_CODEC'),
  },
];

export const STREAMS: readonly Kind[] = [
  {
    what: 'with two pictures',
    file: 'two-pictures.mp4',
    make: clip(...picture(), ...picture('160x120'), '-map', '0', '-map', '1', ...H264),
    becomes: plays({ streams: 2 }),
  },
  {
    what: 'with subtitles, in MP4',
    file: 'subtitles.mp4',
    make: withSubtitles('mov_text'),
    becomes: heard(),
  },
  {
    what: 'with subtitles, in Matroska',
    file: 'subtitles.mkv',
    make: withSubtitles('srt'),
    becomes: heard({ streams: 3 }),
  },
  {
    what: 'with drawn subtitles',
    file: 'drawn.mkv',
    make: withSubtitles('ass'),
    becomes: heard(),
  },
  {
    what: 'with a track of time codes',
    file: 'timecode.mov',
    make: clip(...picture(), ...H264, '-timecode', '01:00:00:00'),
    becomes: plays(),
  },
  { what: 'with a cover', file: 'cover.mp4', make: withCover('mjpeg', false), becomes: plays() },
  {
    what: 'with a cover before the picture',
    file: 'cover-first.mp4',
    make: withCover('mjpeg', true),
    becomes: plays({ streams: 2 }),
  },
  { what: 'with a PNG for a cover', file: 'cover-png.mp4', make: withCover('png', false), becomes: plays() },
  {
    what: 'with chapters, a title of markup and control characters',
    file: 'titled.mp4',
    make: async (kit, file) => {
      await kit.put(
        'words.txt',
        ';FFMETADATA1\ntitle=<script>x</script>\u001b[31m\n[CHAPTER]\nSTART=0\nEND=1000000000\ntitle=one\n',
      );
      return kit.film(file, [...picture(), '-i', 'words.txt', '-map_metadata', '1', ...H264]);
    },
    becomes: plays(),
  },
  {
    what: 'with a font attached',
    file: 'font.mkv',
    make: async (kit, file) => {
      await kit.put('font.ttf', Buffer.alloc(4096, 7));
      const font = ['-attach', 'font.ttf', '-metadata:s:t', 'mimetype=application/x-truetype-font'];
      return kit.film(file, [...picture(), ...H264, ...font]);
    },
    becomes: plays(),
  },
  {
    what: 'of 32 streams',
    file: 'many.mkv',
    make: clip(...picture(), ...sound(), '-map', '0', ...manySounds(31), ...H264, ...AAC),
    becomes: heard({ streams: 32 }),
  },
  {
    what: 'of 40 streams',
    file: 'too-many.mkv',
    make: clip(...picture(), ...sound(), '-map', '0', ...manySounds(39), ...H264, ...AAC),
    becomes: fails('TOO_MANY_STREAMS'),
  },
  {
    what: 'with a cover and no picture',
    file: 'only-cover.mp4',
    make: async (kit, file) => {
      const cover = `${file}.cover.mkv`;
      await kit.film(cover, [...COVER, '-frames:v', '1', '-c:v', 'mjpeg']);
      const sounds = [...sound(), '-i', cover, '-map', '0', '-map', '1', ...AAC];
      return kit.film(file, [...sounds, '-c:v', 'copy', '-disposition:v:0', 'attached_pic']);
    },
    becomes: fails('NO_VIDEO'),
  },
  {
    what: 'with a stream of pictures that has nothing in it',
    file: 'unseen.mp4',
    make: clip(...picture(), ...sound(), ...H264, ...AAC, '-frames:v', '0'),
    becomes: fails('NO_VIDEO'),
  },
  { what: 'of sound alone', file: 'sound.mp4', make: clip(...sound(), ...AAC), becomes: fails('NO_VIDEO') },
  {
    what: 'of sound alone, in WebM',
    file: 'sound.webm',
    make: clip(...sound(), '-c:a', 'libopus'),
    becomes: fails('NO_VIDEO'),
  },
];

function manySounds(count: number): string[] {
  return Array.from({ length: count }, () => ['-map', '1']).flat();
}

const FILM = [...picture('320x180', '25', '', 4), ...sound(4), ...H264, '-g', '25', ...AAC];
const whole = heard({ seconds: 4, ladder: ['320x180@25:100'] });

/** The rate is counted over the whole length, that of the sound. */
const fragmented = heard({ seconds: 4, fps: 24.86, ladder: ['320x180@25:100'] });

export const CONTAINERS: readonly Kind[] = [
  { what: 'with its index at the end', file: 'index-behind.mp4', make: clip(...FILM), becomes: whole },
  {
    what: 'with its index in front',
    file: 'index-before.mp4',
    make: clip(...FILM, '-movflags', '+faststart'),
    becomes: whole,
  },
  {
    what: 'in fragments',
    file: 'fragments.mp4',
    make: clip(...FILM, ...FRAGMENTED),
    becomes: fragmented,
  },
  {
    what: 'of hybrid kind: an index with nothing in it, then fragments',
    file: 'hybrid.mov',
    make: clip(...FILM, '-movflags', '+frag_keyframe'),
    becomes: fragmented,
  },
  {
    what: 'with a name that is a path, a command and markup',
    file: 'named.mp4',
    sentAs: "../../$(touch owned); rm -rf ~ & <b>'film'</b> \u202e4pm.mp4",
    make: clip(...FILM),
    becomes: whole,
  },
  { what: 'that is a MOV', file: 'plain.mov', make: clip(...FILM), becomes: whole },
  {
    what: 'that is a MOV and is called MP4',
    file: 'called.mp4',
    make: (kit) => kit.film('made.mov', FILM),
    becomes: whole,
  },
  {
    what: 'that is a Matroska',
    file: 'plain.mkv',
    make: clip(...FILM),
    becomes: heard({ seconds: 4, ladder: ['320x180@25:101'] }),
  },
  {
    what: 'that is an AVI',
    file: 'plain.avi',
    make: clip(...FILM.slice(0, -4), '-c:a', 'mp2'),
    becomes: heard({ seconds: 4, audio: 'mp2', ladder: ['320x180@25:100'] }),
  },
];
