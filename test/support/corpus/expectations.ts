import type { CorpusSite, End } from './corpus-site';
import type { Kind, Plays } from './kind';
import { lookAtTrack, type SeenTrack } from './seen-track';

const LEAST_SSIM = 0.975;
/** Frames on their grid, sound in its blocks. */
const SECONDS_OFF = 0.15;
/** How far keyframes of two renditions may be apart: less than any frame lasts. */
const KEY_OFF = 0.005;
const LARGEST_THUMBNAIL = [1280, 720] as const;
/** Both sides are even. */
const PIXELS_OFF = 2;
/** A wave begins and ends with noise of the coder. */
const TONE_OFF = 0.1;
const PROXY_RATE = 10;
const PROXY_SHORT_SIDE = 480;
const SCREEN_COLOURS = 'tv bt709 bt709 bt709';

/** A player has what the table of kinds promises, and each step was done once. */
export async function expectPlays(site: CorpusSite, kind: Kind, end: End, plays: Plays): Promise<void> {
  expect({ error: end.video.processing_error, steps: end.steps }).toEqual({
    error: null,
    steps: ['ingest', 'publish', 'render', 'thumbnail'].map((name) => ({ name, state: 'done', attempts: 1 })),
  });
  expectFacts(end, plays);
  const tracks = await site.tracksOf(end.videoId);
  const pictures = tracks.filter(({ hasPicture }) => hasPicture);
  expectLadder(pictures, plays);
  for (const track of pictures) expectForEveryScreen(track);
  expectAligned(pictures);
  const sounds = tracks.filter(({ hasSound }) => hasSound);
  expect(sounds).toHaveLength(isHeard(plays) ? 1 : 0);
  if (plays.tone !== undefined)
    expect(Math.abs((await toneOf(site.kit, sounds[0]!.file)) / plays.tone - 1)).toBeLessThan(TONE_OFF);
  await expectThumbnail(site, end, plays);
  await expectProxy(site, end, plays, pictures[0]!);
  await expectLooks(site, kind, plays, pictures);
}

/** A permanent failure in plain words, of a step that was tried once. */
export function expectFails({ video, steps }: End, code: string): void {
  const tried = steps.filter(({ attempts }) => attempts > 0).map(({ attempts }) => attempts);
  expect({ status: video.status, error: video.processing_error, tried }).toEqual({
    status: 'failed',
    error: { code, permanent: true, message: expect.stringMatching(/^[A-Z][\w ,]+\.$/) as string },
    tried: tried.map(() => 1),
  });
}

function expectLadder(pictures: readonly SeenTrack[], { ladder, isPartOnly }: Plays): void {
  const seen = pictures.map(({ size, fps, frames }) => ({ step: `${size}@${rounded(fps)}`, frames }));
  const wanted = ladder
    .map((each) => each.split(':'))
    .map(([step, frames]) => ({ step, frames: Number(frames) }));
  if (isPartOnly !== true) {
    expect(seen.map(({ step }) => step)).toEqual(wanted.map(({ step }) => step));
    // Where a container rounds its times, the last picture may be shown once more.
    const more = seen.map(({ frames }, index) => frames - wanted[index]!.frames);
    expect(more.filter((count) => count < 0 || count > 1)).toEqual([]);
    return;
  }
  const [made] = seen;
  expect(made!.frames).toBeGreaterThan(0);
  expect(made!.frames).toBeLessThanOrEqual(wanted[0]!.frames);
}

function expectFacts({ video }: End, plays: Plays): void {
  const media = video.media as {
    durationSeconds: number;
    width: number;
    height: number;
    fps: number;
    streams: number;
  };
  expect(media).toMatchObject({
    rotation: plays.rotation ?? 0,
    codec: plays.codec,
    audioCodec: plays.audio,
    hdr: plays.hdr ?? 'none',
  });
  expect(`${String(media.width)}x${String(media.height)}`).toBe(plays.shown);
  if (plays.isPartOnly !== true) expect(rounded(media.fps)).toBe(String(plays.fps));
  if (plays.isPartOnly === true) expect(media.durationSeconds).toBeLessThan(plays.seconds + SECONDS_OFF);
  else expect(Math.abs(media.durationSeconds - plays.seconds)).toBeLessThan(SECONDS_OFF);
  if (plays.streams !== undefined) expect(media.streams).toBe(plays.streams);
  const wanted = plays.warnings ?? [];
  expect(video.warnings).toEqual(wanted.map((pattern) => expect.stringMatching(pattern) as string));
}

function expectForEveryScreen({ codec, pixelFormat, pixelShape, colour, hasSound }: SeenTrack): void {
  expect({ codec, pixelFormat, pixelShape, colour, hasSound }).toEqual({
    codec: 'h264',
    pixelFormat: 'yuv420p',
    pixelShape: '1:1',
    colour: SCREEN_COLOURS,
    hasSound: false,
  });
}

/** Counted from the first one: readers of bare files put all times later by what decoders hold back. */
function expectAligned(pictures: readonly SeenTrack[]): void {
  const [first = [], ...others] = pictures.map(({ keyTimes }) =>
    keyTimes.map((time) => time - (keyTimes[0] ?? 0)),
  );
  for (const other of others) {
    expect(other).toHaveLength(first.length);
    expect(Math.max(...other.map((time, index) => Math.abs(time - (first[index] ?? NaN))))).toBeLessThan(
      KEY_OFF,
    );
  }
}

/** Of the picture itself: a cover beside it has a shape of its own. */
async function expectThumbnail(site: CorpusSite, { video }: End, { shown }: Plays): Promise<void> {
  const { key } = video.manifest!.thumbnail;
  const { codec, size } = await lookAtTrack(site.kit, 'thumbnail', site.fileOf(key), 1);
  expect(codec).toBe('mjpeg');
  const [[width, height], [fullWidth, fullHeight]] = [sidesOf(size), sidesOf(shown)];
  const factor = Math.min(1, LARGEST_THUMBNAIL[0] / fullWidth, LARGEST_THUMBNAIL[1] / fullHeight);
  expect(Math.abs(width - fullWidth * factor)).toBeLessThanOrEqual(PIXELS_OFF);
  expect(Math.abs(height - fullHeight * factor)).toBeLessThanOrEqual(PIXELS_OFF);
}

function sidesOf(size: string): readonly [number, number] {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return [width, height];
}

async function expectProxy(site: CorpusSite, { video }: End, plays: Plays, top: SeenTrack): Promise<void> {
  const { key } = video.manifest!.proxy;
  const proxy = await lookAtTrack(site.kit, 'proxy', site.fileOf(key), Math.min(PROXY_RATE, plays.fps));
  expectForEveryScreen({ ...proxy, hasSound: false });
  expect(proxy.hasSound).toBe(isHeard(plays));
  expect(Math.min(...proxy.size.split('x').map(Number))).toBeLessThanOrEqual(PROXY_SHORT_SIDE);
  const wanted = (top.frames / top.fps) * Math.min(PROXY_RATE, top.fps);
  expect(Math.abs(proxy.frames - wanted)).toBeLessThanOrEqual(1.5);
}

/** The same picture as the source, where that can be said by a number. */
async function expectLooks(
  { kit }: CorpusSite,
  kind: Kind,
  plays: Plays,
  pictures: readonly SeenTrack[],
): Promise<void> {
  const [top] = pictures;
  if (plays.hdr !== undefined) {
    const luma = await meanLuma(kit, top!.file);
    expect(luma).toBeGreaterThan(40);
    expect(luma).toBeLessThan(200);
  }
  const hd = pictures.find(({ size }) => size.split('x').includes('720'));
  if (hd === undefined || plays.hdr !== undefined) return;
  const [width, height] = hd.size.split('x');
  const filters = [
    ...(kind.isInterlaced === true ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    `fps=${String(hd.fps)}:start_time=0`,
    `scale=${String(width)}:${String(height)}:flags=bicubic:out_range=limited,format=yuv420p`,
  ].join(',');
  const count = `settb=AVTB,setpts=N/(${String(hd.fps)}*TB)`;
  const graph = `[0:V:0]${filters},${count}[source];[1:v]${count}[made];[source][made]ssim`;
  const said = await kit.ffmpeg(
    ['-i', kind.file, '-i', hd.file, '-filter_complex', graph, '-f', 'null', '-'],
    'info',
  );
  const ssim = Number(/SSIM .* All:([\d.]+)/.exec(said)?.[1]);
  expect(ssim).toBeGreaterThanOrEqual(LEAST_SSIM);
}

function isHeard({ audio, isMute }: Plays): boolean {
  return audio !== null && isMute !== true;
}

/** By how often the wave passes through nothing. */
async function toneOf(kit: CorpusSite['kit'], file: string): Promise<number> {
  const count = 'aresample=48000,astats=measure_perchannel=Zero_crossings_rate:measure_overall=none';
  const said = await kit.ffmpeg(['-i', file, '-af', count, '-f', 'null', '-'], 'info');
  return (Number(/Zero crossings rate: ([\d.]+)/.exec(said)?.[1]) * 48_000) / 2;
}

async function meanLuma(kit: CorpusSite['kit'], file: string): Promise<number> {
  const print = 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-';
  const said = await kit.measure(['-i', file, '-vf', print, '-f', 'null', '-']);
  const values = [...said.matchAll(/YAVG=([\d.]+)/g)].map(([, value]) => Number(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(rate: number): string {
  return String(Math.round(rate * 100) / 100);
}
