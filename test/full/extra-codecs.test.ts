import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeWithBrowser, PlayerPage } from '../support/browser';
import { FilmKit } from '../support/corpus/film-kit';
import { eventually } from '../support/eventually';
import { PAGE_ORIGIN } from '../support/s3-server';
import { Scene } from '../support/scene';
import { seenVariants, type SeenVariant } from '../support/seen-variants';
import { Uploader } from '../support/uploader';
import { WorkWatch } from '../support/work-watch';

jest.setTimeout(300_000);

const BOTH = { EXTRA_RENDITION_CODECS: 'hevc,av1' };
const SECONDS = 5;
const FRAMES = SECONDS * 25;
const NAMES = ['480p', '480p-av1', '480p-hevc', '360p', '360p-av1', '360p-hevc'];
/** Grain everywhere: a coder without a bound spends on it whatever it likes. */
const GRAINY = `mandelbrot=s=854x480:r=25:start_scale=0.2,noise=alls=30:allf=t`;
const LIMIT_MS = 200_000;

interface Video {
  readonly processing_status: string;
  readonly processing_error: { readonly code: string; readonly permanent: boolean } | null;
  readonly warnings: readonly string[];
  readonly renditions: readonly { readonly name: string }[];
}

describe('renditions in other codecs', () => {
  let scene: Scene;
  let kit: FilmKit;
  let owner: Uploader;
  /** Made before anybody configured a codec, and after. */
  let [older, newer] = ['', ''];

  beforeAll(async () => {
    kit = await FilmKit.open();
    scene = await Scene.open({ SWEEP_SECONDS: '1', ALLOWED_ORIGINS: PAGE_ORIGIN });
    const sound = ['-f', 'lavfi', '-i', `sine=d=${String(SECONDS)}`, '-c:a', 'aac'];
    const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-t', String(SECONDS)];
    const film = await kit.film('film.mp4', ['-f', 'lavfi', '-i', GRAINY, ...sound, ...coding]);
    owner = await Uploader.register(scene, film);
    older = await made('before');
    await work(BOTH);
    newer = await made('after');
  });

  afterAll(async () => {
    await scene.close();
    await kit.close();
  });

  const read = async (id: string) => (await owner.get(id)).json<Video>();
  const namesOf = async (id: string) => (await read(id)).renditions.map(({ name }) => name);
  const add = (id: string, renditions: readonly string[]) =>
    owner.client.post(`/api/v1/videos/${id}/reprocess`, { renditions });
  const masterOf = async (id: string) =>
    (await owner.client.get(`/api/v1/videos/${id}/stream/hls`)).json<{ url: string }>().url;
  const objectsOf = async (id: string) => {
    const rows = await scene.sql<{ name: string; object_key: string }>(
      'SELECT name, object_key FROM video_tracks WHERE video_id = $1',
      [id],
    );
    return new Map(rows.map(({ name, object_key: key }) => [name, key]));
  };

  async function made(key: string): Promise<string> {
    const id = await owner.upload(key);
    const { processing_status: status } = await owner.untilProcessed(id, LIMIT_MS);
    expect([status, (await read(id)).warnings]).toEqual(['completed', []]);
    return id;
  }

  /** From now on, a worker with these settings and no other. */
  async function work(changes: Readonly<Record<string, string>>) {
    await Promise.all(scene.workers.map((worker) => worker.stop()));
    return scene.startWorker(changes);
  }

  async function expectAllPlay(id: string): Promise<void> {
    const variants = await seenVariants(kit, await masterOf(id));
    expect(variants.map(({ size, coding }) => `${size} ${coding.codec}`)).toEqual([
      ...['854x480 h264', '854x480 av1', '854x480 hevc'],
      ...['640x360 h264', '640x360 av1', '640x360 hevc'],
    ]);
    for (const variant of variants) {
      expect(variant.codec).toMatch(codecString(variant.coding));
      const { sound, framesPerSecond, range, frames, keyTimes } = variant;
      expect({ sound, framesPerSecond, range, frames }).toEqual({
        sound: 'mp4a.40.2',
        framesPerSecond: 25,
        range: 'SDR',
        frames: FRAMES,
      });
      // Counted from the first one: ffmpeg puts all times later by what a decoder of the codec holds back.
      expect(keyTimes.map((time) => Math.round((time - keyTimes[0]!) * 1000))).toEqual([0, 2000, 4000]);
      const plain = variants.find(({ size, coding }) => size === variant.size && coding.codec === 'h264')!;
      expect(variant.averageBandwidth).toBeLessThanOrEqual(plain.averageBandwidth);
    }
  }

  it('are listed and play, each from its address alone, cut where those in H.264 are', async () => {
    const { renditions } = await read(newer);
    expect(renditions).toMatchObject([
      { name: '480p', width: 854, height: 480, fps: 25, codec: 'h264', status: 'ready' },
      { name: '480p-av1', width: 854, height: 480, fps: 25, codec: 'av1', status: 'ready' },
      { name: '480p-hevc', width: 854, height: 480, fps: 25, codec: 'hevc', status: 'ready' },
      { name: '360p', width: 640, height: 360, fps: 25, codec: 'h264', status: 'ready' },
      { name: '360p-av1', width: 640, height: 360, fps: 25, codec: 'av1', status: 'ready' },
      { name: '360p-hevc', width: 640, height: 360, fps: 25, codec: 'hevc', status: 'ready' },
    ]);
    await expectAllPlay(newer);
  });

  describeWithBrowser('in a browser', () => {
    it('are no hindrance: hls.js takes what the browser can, and plays, and seeks', async () => {
      const player = await PlayerPage.open(PAGE_ORIGIN);
      try {
        await player.play(await masterOf(newer));
        const started = await player.until('it plays', ({ time }) => time > 1);
        expect(started.codec).toMatch(/^(avc1|av01|hvc1)\./);
        expect(Math.round(started.duration)).toBe(SECONDS);
        await player.seek(3);
        await player.until('it plays elsewhere', ({ time }) => time > 3.5);
        expect((await player.now()).faults).toEqual([]);
      } finally {
        await player.close();
      }
    });
  });

  it('are added to a video that was made before: only what is missing, and in the same order', async () => {
    expect(await namesOf(older)).toEqual(['480p', '360p']);
    const before = await objectsOf(older);
    expect((await add(older, NAMES)).status).toBe(202);
    await owner.untilProcessed(older, LIMIT_MS);
    expect(await namesOf(older)).toEqual(NAMES);
    const after = await objectsOf(older);
    expect([...after.keys()].sort()).toEqual([...NAMES, 'sound'].sort());
    for (const [name, key] of before) expect(after.get(name)).toBe(key);
    const { steps } = await new WorkWatch(owner.client).pipeline(older);
    expect(steps.map(({ name }) => name)).toEqual(['add-renditions', 'publish-additions']);
    await expectAllPlay(older);
    expect((await add(older, NAMES)).status).toBe(200);
  });

  it('are left out, in plain words for the operator, where ffmpeg cannot make them', async () => {
    const program = path.join(scene.dataFolder, 'ffmpeg-without-hevc');
    const { FFMPEG_PATH: real = 'ffmpeg' } = scene.variables;
    const listing = `if [ "$2" = -encoders ]; then '${real}' "$@" | grep -v libx265; exit; fi`;
    await writeFile(program, `#!/bin/sh\n${listing}\nexec '${real}' "$@"\n`);
    await chmod(program, 0o755);
    const worker = await work({ ...BOTH, FFMPEG_PATH: program });
    const problem =
      'EXTRA_RENDITION_CODECS names hevc, and ffmpeg has no encoder libx265: videos get no renditions in it';
    const told = await worker.log.line('media tools are good, but not for all that is configured');
    expect(told.problems).toEqual([problem]);
    const { client: admin } = await scene.admin();
    await eventually('health says so', async () => (await admin.get('/health')).text.includes(problem));

    const id = await made('without hevc');
    expect(await namesOf(id)).toEqual(NAMES.filter((name) => !name.endsWith('hevc')));
    expect((await add(id, ['360p-hevc'])).status).toBe(202);
    await owner.untilProcessed(id);
    expect(await read(id)).toMatchObject({
      processing_status: 'completed',
      processing_error: {
        code: 'CODEC_NOT_MADE',
        message: 'This installation has no coder for 360p-hevc.',
        permanent: true,
      },
    });
  });
});

/** RFC 6381, of what ffprobe calls by other names; constraints of HEVC are not told by it. */
function codecString({ codec, profile, level }: SeenVariant['coding']): RegExp {
  const known: Readonly<Record<string, string>> = {
    'h264 High': `avc1\\.6400${level.toString(16)}`,
    'hevc Main': `hvc1\\.1\\.6\\.L${String(level)}(\\.[0-9A-F]{1,2}){0,6}`,
    'av1 Main': `av01\\.0\\.${String(level).padStart(2, '0')}M\\.08`,
  };
  return new RegExp(`^${known[`${codec} ${profile}`] ?? 'unknown'}$`);
}
