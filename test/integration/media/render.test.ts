import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  detectToolchain,
  makeStoryboard,
  mediaPlaylist,
  planRender,
  planStoryboard,
  probe,
  renderVideo,
  segmentsOf,
  DEFAULT_INPUT_LIMITS,
  type MadeRendition,
  type RenderChoices,
  type Rendered,
} from '#libs/media';
import { sha256 } from '../../support/sha256';
import { AAC, H264, makeClip, rotateClip } from './material/clips';
import { ffmpegPath, ffprobePath, openWorkshop, runPlain, type Workshop } from './material/media-tools';

const CHOICES: RenderChoices = {
  limits: DEFAULT_INPUT_LIMITS,
  canToneMap: true,
  threads: 2,
  extraCodecs: [],
};

describe('one decode', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
    const { isUsable, problems } = await detectToolchain(workshop.tools);
    expect({ isUsable, problems }).toEqual({ isUsable: true, problems: [] });
  });
  afterAll(() => workshop.close());
  afterEach(async () => expect(await workshop.leftovers()).toEqual([]));

  const clip = (name: string, picture: string, ...rest: readonly string[]) =>
    makeClip(workshop.folder, name, ['-f', 'lavfi', '-i', picture, ...rest]);
  const withSound = ['-f', 'lavfi', '-i', 'sine=f=440:d=5', ...H264, ...AAC];

  async function render<T>(
    file: string,
    use: (rendered: Rendered) => Promise<T> | T,
    changes: Partial<RenderChoices> = {},
  ): Promise<T> {
    const info = await probe(workshop.tools, file);
    const plan = planRender(info, { ...CHOICES, ...changes });
    return renderVideo(
      { tools: workshop.tools, inputPath: file, info, plan, options: {} },
      async (rendered) => use(rendered),
    );
  }

  /** What a player sees that is given the playlist of a track: every frame of it. */
  async function playedFrames({ file, track }: MadeRendition): Promise<number> {
    const name = path.basename(file);
    const playlist = `${file}.m3u8`;
    const chunk = { place: name, headBytes: track.headBytes, segments: segmentsOf(track) };
    await writeFile(
      playlist,
      mediaPlaylist([chunk], (place) => place),
    );
    const asked = [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=nb_read_frames',
      '-of',
      'csv=p=0',
    ];
    const { stdout } = runPlain(ffprobePath, [...asked, '-allowed_extensions', 'ALL', playlist]);
    return Number(stdout.trim().split('\n')[0]);
  }

  it('makes ladder, sound, proxy, samples and tap', async () => {
    const file = clip('all.mp4', 'testsrc2=s=1280x720:r=30:d=5', ...withSound);
    const sizeBytes = (await readFile(file)).length;
    await render(file, async ({ renditions, audio, proxy, samples, tap, missing, decodedShare }) => {
      expect(renditions.map(({ plan, frames }) => [plan.name, plan.size, frames])).toEqual([
        ['720p', { width: 1280, height: 720 }, 150],
        ['480p', { width: 854, height: 480 }, 150],
        ['360p', { width: 640, height: 360 }, 150],
      ]);
      for (const rendition of renditions) {
        expect(rendition.track.codec).toMatch(/^avc1\.6400[0-9a-f]{2}$/);
        expect(rendition.track.fragments.map(({ samples: count }) => count)).toEqual([60, 60, 30]);
        expect(await playedFrames(rendition)).toBe(150);
      }
      expect(audio?.track).toMatchObject({ codec: 'mp4a.40.2', timescale: 48_000 });
      expect(audio?.track.fragments[0]?.startTicks).toBe(0);
      expect(proxy?.sizeBytes).toBeLessThan(sizeBytes * 0.15);
      expect(samples?.count).toBe(5);
      expect(tap?.timesSeconds).toHaveLength(150);
      expect(tap?.timesSeconds[1]).toBeCloseTo(1 / 30, 4);
      expect(tap?.stills).toHaveLength(16);
      expect((await readFile(tap?.file ?? '')).length).toBe(150 * 72 * 40);
      expect({ missing, decodedShare }).toEqual({ missing: [], decodedShare: 1 });
    });
  });

  it('gives viewers the same bytes, whether anybody analyses the film or not', async () => {
    const file = clip('tapped.mp4', 'testsrc2=s=640x360:r=30:d=1', ...H264);
    const info = await probe(workshop.tools, file);
    const plan = planRender(info, CHOICES);
    const [whole, alone] = await Promise.all(
      [plan, { ...plan, tap: null }].map((each) =>
        renderVideo({ tools: workshop.tools, inputPath: file, info, plan: each, options: {} }, async (made) =>
          Promise.all(made.renditions.map(async ({ file: name }) => sha256(await readFile(name)))),
        ),
      ),
    );
    expect(whole).toEqual(alone);
  });

  it('never goes back in its progress, and ends at 1', async () => {
    const file = clip('progress.mp4', 'testsrc2=s=1280x720:r=30:d=5', ...withSound);
    const info = await probe(workshop.tools, file);
    const told: number[] = [];
    const options = { onProgress: (fraction: number) => void told.push(fraction) };
    const plan = planRender(info, CHOICES);
    await renderVideo({ tools: workshop.tools, inputPath: file, info, plan, options }, () =>
      Promise.resolve(),
    );
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((one, other) => one - other));
    expect(told.at(-1)).toBe(1);
  });

  describe('for which memory does not suffice', () => {
    /** Complains as the script does, the first time or always, and writes down how it was asked. */
    async function renderComplaining(name: string, { script = NO_MEMORY, times = 1, threads = 2 }) {
      const file = clip(`${name}.mp4`, 'testsrc2=s=320x180:r=25:d=2', ...H264);
      const asked = path.join(workshop.folder, `${name}.asked`);
      const record = `echo "$(ls | tr '\\n' ' ') $*" >> '${asked}'`;
      const complaint = `if [ $(wc -l < '${asked}') -le ${String(times)} ]; then ${script}; fi`;
      const fake = await workshop.fake(
        name,
        `${record}\n${complaint}\n${firstFrame}\nexec '${ffmpegPath}' "$@"`,
      );
      const info = await probe(workshop.tools, file);
      const plan = planRender(info, { ...CHOICES, threads });
      const told: number[] = [];
      const options = { onProgress: (fraction: number) => void told.push(fraction) };
      const made = renderVideo(
        { tools: fake, inputPath: file, info, plan, options },
        ({ missing, renditions }) =>
          Promise.resolve({ missing, frames: renditions.map(({ frames }) => frames) }),
      );
      const outcome = await made.catch((error: unknown) => error);
      return { outcome, told, asked: (await readFile(asked, 'utf8')).trim().split('\n') };
    }
    const firstFrame = "printf 'frame=1\\nprogress=continue\\n' >&3";
    const halfWay = "printf 'frame=25\\nprogress=continue\\n' >&3; head -c 99999 /dev/zero > rendition0.mp4";
    const NO_MEMORY = `${halfWay}; echo 'x264 [error]: malloc of size 26999616 failed' >&2; exit 1`;

    it('is made with one thread of everything instead, from the beginning, and nobody sees it go back', async () => {
      const { outcome, told, asked } = await renderComplaining('spared', {});
      expect(outcome).toEqual({ missing: [], frames: [50] });
      expect(asked).toHaveLength(2);
      expect(asked[0]).not.toMatch(/ -threads 1 |-threads:v 1/);
      expect(asked[1]).toMatch(/^input {2}-.* -filter_complex_threads 1 -threads 1 .* -i file:input/);
      expect(asked[1]?.match(/-threads:v (\d+)/g)).toEqual(Array(4).fill('-threads:v 1'));
      expect(told[0]).toBeCloseTo(0.5);
      expect(told).toEqual([...told].sort((one, other) => one - other));
      expect(told.at(-1)).toBe(1);
    });

    it.each([
      ['is tried no third time', 'starved', { times: 9 }, 2],
      ['is tried once where there was one thread', 'single', { times: 9, threads: 1 }, 1],
      [
        'is tried once where another limit was met',
        'bulky',
        { script: 'echo File too large >&2; exit 1' },
        1,
      ],
    ])('%s', async (_what, name, how, times) => {
      const { outcome, asked } = await renderComplaining(name, how);
      expect(outcome).toMatchObject({ code: 'resource_limit', isPermanent: false });
      expect(asked).toHaveLength(times);
    });
  });

  it('turns what a phone filmed upright', async () => {
    const file = clip('upright.mp4', 'testsrc2=s=640x360:r=25:d=2', ...H264);
    await rotateClip(file, 90);
    await render(file, ({ renditions, audio }) => {
      expect(renditions.map(({ plan }) => plan.size)).toEqual([{ width: 360, height: 640 }]);
      expect(audio).toBeNull();
    });
  });

  it('keeps the time of the source where its frames come unevenly', async () => {
    const uneven = ['-vf', "select='not(mod(n,3))+between(n,60,90)'", '-fps_mode', 'vfr', ...H264];
    const file = clip('uneven.mp4', 'testsrc2=s=320x180:r=30:d=5', ...uneven);
    await render(file, ({ renditions: [first], tap }) => {
      const seconds =
        (first?.frames ?? 0) /
        ((first?.plan.frameRate.numerator ?? 0) / (first?.plan.frameRate.denominator ?? 1));
      expect(Math.abs(seconds - 5)).toBeLessThan(0.25);
      expect(tap?.timesSeconds.length).toBeLessThan(80);
    });
  });

  it.each([
    ['odd sizes', 'odd.mkv', 'testsrc2=s=161x121:r=10:d=2', ['-c:v', 'mpeg4'], { width: 160, height: 120 }],
    ['one frame', 'one.mp4', 'testsrc2=s=320x180:r=25:d=0.04', H264, { width: 320, height: 180 }],
    [
      'oblong pixels',
      'oblong.mp4',
      'testsrc2=s=360x288:r=25:d=1,setsar=16/11',
      H264,
      { width: 524, height: 288 },
    ],
    [
      'ten bits',
      'ten.mp4',
      'testsrc2=s=320x180:r=25:d=1,format=yuv420p10',
      ['-c:v', 'libx264'],
      { width: 320, height: 180 },
    ],
  ] as const)('takes %s', async (...[, name, picture, coding, size]) => {
    const file = clip(name, picture, ...coding);
    await render(file, async ({ renditions: [first], samples }) => {
      expect(first?.plan.size).toEqual(size);
      expect(await playedFrames(first as MadeRendition)).toBe(first?.frames);
      expect(samples?.count).toBeGreaterThan(0);
    });
  });

  it.each(['hevc', 'av1'] as const)('adds %s where it is asked for', async (codec) => {
    const file = clip(`${codec}.mp4`, 'testsrc2=s=320x180:r=25:d=5', ...H264);
    await render(
      file,
      async ({ renditions }) => {
        expect(renditions.map(({ plan }) => plan.name)).toEqual(['180p', `180p-${codec}`]);
        const added = renditions[1] as MadeRendition;
        expect(added.track.codec).toMatch(codec === 'hevc' ? /^hvc1\.1\.6\.L\d+/ : /^av01\.0\.\d\dM\.08$/);
        expect(await playedFrames(added)).toBe(125);
      },
      { extraCodecs: [codec] },
    );
  });

  it('says how much of a cut file was there, and refuses what is mostly lost', async () => {
    const whole = await readFile(
      clip('whole.mp4', 'testsrc2=s=640x360:r=25:d=4', ...H264, '-movflags', '+faststart'),
    );
    const cut = async (share: number) => {
      const file = path.join(workshop.folder, `cut-${String(share)}.mp4`);
      await writeFile(file, whole.subarray(0, Math.floor(whole.length * share)));
      return file;
    };
    await render(await cut(0.8), ({ decodedShare }) => {
      expect(decodedShare).toBeGreaterThan(0.6);
      expect(decodedShare).toBeLessThan(0.95);
    });
    await expect(render(await cut(0.3), () => null)).rejects.toMatchObject({
      code: 'damaged',
      isPermanent: true,
    });
  });

  it('puts a storyboard together', async () => {
    const file = clip('story.mp4', 'testsrc2=s=320x180:r=10:d=13', ...H264);
    await render(file, async ({ samples }) => {
      if (samples === null) throw new Error('no samples');
      const plan = planStoryboard({ ...samples.plan, count: samples.count });
      expect(plan).toMatchObject({ tile: { width: 160, height: 90 }, columns: 10, rows: 2, tiles: 13 });
      const [sheet] = await makeStoryboard(workshop.tools, samples.file, plan);
      const picture = path.join(workshop.folder, 'sheet.jpg');
      await writeFile(picture, sheet ?? '');
      const asked = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', picture];
      expect(runPlain(ffprobePath, asked).stdout.trim()).toBe('1600,180');
    });
  });
});
