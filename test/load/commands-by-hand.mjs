/** What an experienced person would type: the floor that the product is measured against. */
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-nostats', '-y'];
const HARDENED = ['-protocol_whitelist', 'file', '-format_whitelist', 'mov', '-max_pixels', '67108864'];
const LADDER = [
  { name: '1080', size: null, peak: 5000 },
  { name: '720', size: '1280:720', peak: 2800 },
  { name: '480', size: '854:480', peak: 1200 },
  { name: '360', size: '640:360', peak: 700 },
];
const H264 = ['-c:v', 'libx264', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-preset', 'veryfast'];
const GROUPS = ['-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-crf', '22'];
const SOUND = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'];
const SMALL_SOUND = ['-c:a', 'aac', '-b:a', '64k', '-ac', '1'];
const HLS = [
  ...['-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'independent_segments'],
];
const PROXY = [
  ...[...H264, '-crf', '28', '-maxrate', '1200k', '-bufsize', '2400k', '-g', '20'],
  ...['-movflags', '+faststart', '-f', 'mp4', 'proxy.mp4'],
];
const TAP = ['-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-f', 'rawvideo', 'tap.raw'];
const STILLS = [...['-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '2'], 'still-%03d.jpg'];
const SMALL_GREY = 'scale=72:40:flags=area,format=gray';
const FRAMES = ['-q:v', '3', '-f', 'image2', 'frame-%05d.jpg'];

const scaled = (size) => `scale=${size}:flags=bicubic`;
const stillsOf = ({ frames }) => String.raw`select=not(mod(n\,${Math.ceil(frames / 16)})),format=yuvj420p`;
const rate = ({ framesPerSecond }) => `fps=${framesPerSecond}`;
const bounds = ({ peak }, at = '') => [`-maxrate${at}`, `${peak}k`, `-bufsize${at}`, `${2 * peak}k`];

/** Everything by one process and one decode: ladder, proxy, sampled frames, and the tap that analyses live on. */
export function inOneProcess(clip) {
  const streams = LADDER.map(({ name }, index) => `v:${index},agroup:aud,name:${name}`);
  return [
    ...[...QUIET, '-progress', 'pipe:1', '-stats_period', '0.5', ...HARDENED, '-i', `file:${clip.file}`],
    ...[
      '-filter_complex',
      graph(clip),
      '-map',
      '[v1080]',
      '-map',
      '[v720]',
      '-map',
      '[v480]',
      '-map',
      '[v360]',
    ],
    ...['-map', '0:a:0', ...H264, ...GROUPS, ...LADDER.flatMap((step, at) => bounds(step, `:v:${at}`))],
    ...[...SOUND, ...HLS, '-master_pl_name', 'master.m3u8', '-var_stream_map'],
    ...[
      `${streams.join(' ')} a:0,agroup:aud,name:audio,default:yes`,
      '-hls_fmp4_init_filename',
      'init_%v.mp4',
    ],
    ...['-hls_segment_filename', '%v_%05d.m4s', '%v.m3u8'],
    ...['-map', '[px]', '-map', '0:a:0', ...SMALL_SOUND, ...PROXY],
    ...['-map', '[fr]', ...FRAMES, '-map', '[tap]', ...TAP, '-map', '[stills]', ...STILLS],
  ];
}

function graph(clip) {
  return [
    '[0:V:0]split=3[source][t0][t1]',
    `[t0]${SMALL_GREY}[tap]`,
    `[t1]${stillsOf(clip)}[stills]`,
    `[source]${rate(clip)},split=2[v1080][s1]`,
    `[s1]${scaled('1280:720')},split=2[v720][s2]`,
    `[s2]${scaled('854:480')},split=3[v480][s3][s4]`,
    `[s3]${scaled('640:360')}[v360]`,
    '[s4]fps=10,split=2[px][f0]',
    '[f0]fps=1[fr]',
  ].join(';');
}

/** The usual way: a process for each thing that is wanted, each of which decodes the whole file. */
export function oneProcessEach(clip) {
  const read = [...QUIET, ...HARDENED, '-i', `file:${clip.file}`];
  const picture = (filters) => [...read, '-map', '0:V:0', '-an', '-vf', filters];
  const ladder = LADDER.map((step) => [
    ...picture([rate(clip), ...(step.size === null ? [] : [scaled(step.size)])].join(',')),
    ...[...H264, ...GROUPS, ...bounds(step), ...HLS, '-hls_fmp4_init_filename', `init_${step.name}.mp4`],
    ...['-hls_segment_filename', `${step.name}_%05d.m4s`, `${step.name}.m3u8`],
  ]);
  const proxy = [
    '-map',
    '0:V:0',
    '-map',
    '0:a:0',
    '-vf',
    `fps=10,${scaled('854:480')}`,
    ...SMALL_SOUND,
    ...PROXY,
  ];
  return [
    ...ladder,
    [...read, '-map', '0:a:0', ...SOUND, ...HLS, '-hls_segment_filename', 'audio_%05d.m4s', 'audio.m3u8'],
    [...read, ...proxy],
    [...picture(`fps=1,${scaled('854:480')}`), ...FRAMES],
    [...picture(`fps=1/2,${scaled('160:90')},tile=10x10`), '-q:v', '5', '-f', 'image2', 'story-%03d.jpg'],
    [...picture(SMALL_GREY), ...TAP],
    [...picture(stillsOf(clip)), ...STILLS],
  ];
}

export function decodeAlone({ file }) {
  return [...QUIET, ...HARDENED, '-i', `file:${file}`, '-map', '0:V:0', '-f', 'null', '-'];
}

export function oneFrame({ file, seconds }) {
  const picture = ['-frames:v', '1', '-vf', scaled('1280:720'), '-q:v', '3', 'one.jpg'];
  return [
    ...QUIET,
    ...HARDENED,
    '-ss',
    String(seconds / 2),
    '-i',
    `file:${file}`,
    '-map',
    '0:V:0',
    ...picture,
  ];
}
