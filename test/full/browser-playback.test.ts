import { describeWithBrowser, PlayerPage } from '../support/browser';
import { makeClip } from '../support/clips';
import { decodedFrames } from '../support/plain-player';
import { describeWithS3, PAGE_ORIGIN, S3Server, type TestBucket } from '../support/s3-server';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

jest.setTimeout(240_000);

const SECONDS = 14;
const FRAMES = SECONDS * 25;
/** Of the ladder, from the least on. */
const HEIGHTS = [360, 480, 720];

/** A frontend's page at an origin of its own plays what it was given, and nothing but that. */
async function playsInABrowser(scene: Scene): Promise<void> {
  const owner = await Uploader.register(
    scene,
    await makeClip(scene.dataFolder, { seconds: SECONDS, size: '1280x720' }),
  );
  const id = await owner.upload();
  expect(await owner.untilProcessed(id, 150_000)).toMatchObject({ processing_status: 'completed' });
  const { url } = (await owner.client.get(`/api/v1/videos/${id}/stream/hls`)).json<{ url: string }>();
  const player = await PlayerPage.open(PAGE_ORIGIN);
  try {
    await player.play(url);
    const started = await player.until('it plays', ({ time }) => time > 1);
    expect([started.levels, Math.round(started.duration)]).toEqual([HEIGHTS.length, SECONDS]);

    await player.seek(10);
    const sought = await player.until('it plays elsewhere', ({ time }) => time > 10.5);
    expect(sought.decoded).toBeGreaterThan(started.decoded);

    for (const [level, height] of HEIGHTS.entries()) {
      await player.seek(2);
      await player.choose(level);
      await player.until(`it plays in ${String(height)}`, (now) => now.height === height);
    }
    expect((await player.now()).faults).toEqual([]);
  } finally {
    await player.close();
  }
  expect(await decodedFrames(url)).toBe(FRAMES);
}

describeWithBrowser('hls.js in a browser', () => {
  let scene: Scene | undefined;

  afterEach(() => scene?.close());

  it('starts, seeks and changes quality, from files on disk', async () => {
    scene = await Scene.open({ ALLOWED_ORIGINS: PAGE_ORIGIN });
    await playsInABrowser(scene);
  });

  describeWithS3('from a bucket', () => {
    let server: S3Server;
    let bucket: TestBucket;

    beforeAll(async () => {
      server = await S3Server.start();
      bucket = await server.makeBucket();
    });

    afterAll(async () => {
      await bucket.remove();
      await server.stop();
    });

    it('starts, seeks and changes quality', async () => {
      scene = await Scene.open({ ...bucket.settings, ALLOWED_ORIGINS: PAGE_ORIGIN });
      await playsInABrowser(scene);
    });
  });
});
