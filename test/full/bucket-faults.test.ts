import { BucketSite } from '../support/bucket-site';
import { padded } from '../support/clips';
import { DashboardVisitor } from '../support/dashboard-visitor';
import { eventually } from '../support/eventually';
import { filePart } from '../support/form';
import { PartUploader } from '../support/part-uploader';
import { describeWithS3 } from '../support/s3-server';
import { sha256 } from '../support/sha256';
import {
  ERROR_WITH_200,
  is,
  NO_SUCH_UPLOAD,
  SLOW_DOWN,
  type Asked,
  type Mischief,
} from '../support/store-proxy';

const ANYTHING = () => true;
const joins = ({ method, path }: Asked) => method === 'POST' && path.includes('uploadId=');
const PART_BYTES = 8 * 1024 ** 2;

describeWithS3('a bucket that plays false', () => {
  let site: BucketSite;

  beforeAll(async () => {
    site = await BucketSite.open();
  });

  afterEach(() => site.behave());

  afterAll(() => site.close());

  it('is not asked when an upload is opened', async () => {
    const opened = [await site.open(), await site.open(), await site.open()];
    expect(new Set(opened.map(({ upload_url: url }) => url)).size).toBe(3);
    expect(site.store.proxy.asked).toEqual([]);
  });

  it('may be busy twice: the third try completes the upload', async () => {
    const upload = await site.sent();
    site.store.proxy.play(SLOW_DOWN, is('HEAD'), 2);
    expect((await site.complete(upload)).answer.status).toBe(201);
    expect(site.store.proxy.count(is('HEAD'))).toBe(3);
    await site.completeAtLast(upload);
  });

  it.each<[string, Mischief, string, number]>([
    ['says that it is busy, every time', SLOW_DOWN, 'HEAD', 3],
    ['does what it was asked and resets, every time', { kind: 'done, then reset' }, 'HEAD', 3],
    ['breaks off in the middle of the bytes', { kind: 'truncate', afterBytes: 5_000 }, 'GET', 1],
    ['answers 200 with an error', ERROR_WITH_200, 'GET', 1],
  ])(
    'that %s: no success, an answer in time, and another try later',
    async (_what, mischief, method, tries) => {
      const upload = await site.sent();
      site.store.proxy.play(mischief, is(method));
      const { answer, seconds } = await site.complete(upload);
      expect(answer.verdict).toBe('503 STORAGE_UNAVAILABLE');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(20);
      expect(site.store.proxy.count(is(method))).toBe(tries);
      site.behave();
      await site.completeAtLast(upload);
    },
  );

  it.each<[string, Mischief, number]>([
    ['is done, and nobody hears of it, at the first try', { kind: 'done, then reset' }, 1],
    ['is done, and nobody hears of it, at every try', { kind: 'done, then reset' }, 3],
    ['fails after it was begun to be answered, at every try', ERROR_WITH_200, 3],
  ])('may join parts so that it %s: one whole video all the same', async (_what, mischief, times) => {
    const uploads = new PartUploader(site.uploader.client);
    const file = padded(site.clip, PART_BYTES);
    const upload = await uploads.open(file.length);
    const parts = await uploads.sendAll(upload, file);
    site.store.proxy.play(mischief, joins, times);
    const first = await uploads.complete(upload.upload_id, parts);
    expect(['201', '503 STORAGE_UNAVAILABLE']).toContain(first.verdict);
    site.behave();
    expect([200, 201]).toContain((await uploads.complete(upload.upload_id, parts)).status);
    const video = await site.uploader.untilProcessed(upload.video_id);
    expect([video.processing_status, video.checksum_sha256]).toEqual(['completed', sha256(file)]);
  });

  it('may join the parts of what came through the API, and know of no such upload when it is asked again', async () => {
    const visitor = await DashboardVisitor.in(site.scene, site.uploader.client);
    const file = padded(site.clip, PART_BYTES);
    site.store.proxy.play({ kind: 'done, then reset' }, joins, 1);
    site.store.proxy.play(NO_SUCH_UPLOAD, joins);
    const answer = await visitor.send(await visitor.open(), filePart(file));
    expect(answer.verdict).toBe('201');
    expect(site.store.proxy.count(joins)).toBe(2);
    const { s3_key: key, file_size: size } = answer.json<{ s3_key: string; file_size: number }>();
    expect(size).toBe(file.length);
    await eventually(
      'the original is there',
      async () => (await site.store.bucket.objects()).get(key) === size,
      40_000,
    );
  });

  it('refuses what comes through the API in time, and nothing of it is kept', async () => {
    const visitor = await DashboardVisitor.in(site.scene, site.uploader.client);
    const session = await visitor.open();
    site.store.proxy.play(SLOW_DOWN, is('PUT'));
    const answer = await visitor.send(session, filePart(site.clip));
    expect(answer.verdict).toBe('503 STORAGE_UNAVAILABLE');
    expect(answer.json()).toMatchObject({ cleanup_performed: true });
    expect(await visitor.kept()).toEqual([]);
  });

  it.each<[string, Mischief, (asked: Asked) => boolean, number]>([
    ['breaks off what a worker reads', { kind: 'truncate', afterBytes: 5_000 }, is('GET'), 2],
    ['answers a copy with 200 and an error', ERROR_WITH_200, is('PUT'), 2],
    ['copies and resets', { kind: 'done, then reset' }, is('PUT'), 2],
    ['is busy for a while', SLOW_DOWN, ANYTHING, 12],
  ])('that %s costs a video some time, and nothing else', async (_what, mischief, isAbout, times) => {
    const upload = await site.sent();
    site.store.workersProxy.play(mischief, isAbout, times);
    await site.completeAtLast(upload);
    expect(site.store.workersProxy.count(isAbout)).toBeGreaterThan(times);
    expect((await site.store.bucket.objects()).get(upload.s3_key)).toBe(site.clip.length);
    const [step] = await site.scene.sql<{ attempts: number }>(
      'SELECT max(attempts) AS attempts FROM processing_steps WHERE video_id = $1',
      [upload.video_id],
    );
    expect(step?.attempts).toBe(1);
  });
});
