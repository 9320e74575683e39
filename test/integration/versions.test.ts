import type { INestApplicationContext } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { newId, type RunId, type UserId, type VideoId } from '#kernel/id';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository, VideoTracks, type Track } from '#modules/videos';
import { CancelProcessing } from '../../src/modules/processing/commands/cancel-processing';
import { PermanentFailure } from '../../src/modules/processing/domain/processing.errors';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';
import { eventually } from '../support/eventually';
import { one, WorkDesk } from '../support/work-desk';

const RACES = 12;
const PICTURE = { width: 320, height: 180, fps: 25 };

describe('a version of a video', () => {
  let environment: TestEnvironment;
  let worker: INestApplicationContext;
  let api: INestApplicationContext;
  let desk: WorkDesk;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    worker = await startWorker(environment, { SWEEP_SECONDS: '1' });
    api = await startApiContext(environment);
    desk = new WorkDesk(worker);
    desk.handle('make', ({ step }) =>
      Promise.resolve({
        result: {},
        commit: () => make(step.videoId, `hls/${step.videoId}/v1-make-1/180p.mp4`),
      }),
    );
  });

  afterAll(async () => {
    await worker.close();
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const videoOf = (id: VideoId) =>
    desk.database.first<{
      status: string;
      processing_error: { code: string } | null;
      published_version: number | null;
    }>('SELECT status, processing_error, published_version FROM videos WHERE id = $1', [id]);
  const cancel = (videoId: VideoId) => api.get(CancelProcessing).execute({ actor: SYSTEM, videoId });
  const track = (key: string): Track => ({
    name: '180p',
    key,
    sizeBytes: 10,
    codec: 'avc1.64000c',
    picture: PICTURE,
    peakBitRate: 1,
    averageBitRate: 1,
    headBytes: 1,
    segments: [],
  });

  async function make(videoId: VideoId, key: string): Promise<void> {
    const objects = worker.get(StorageObjectRepository);
    const object = { key, ownerId: null, videoId, sizeBytes: 10, contentType: 'video/mp4' };
    await objects.intend({ ...object, purpose: 'derived' });
    await objects.makeLive(key, { sizeBytes: 10, etag: 'one' });
    await worker.get(VideoTracks).write(videoId, 1, [track(key)]);
  }

  async function leftOf(videoId: VideoId): Promise<object> {
    const objects = await worker.get(StorageObjectRepository).ofVideo(videoId);
    const tracks = await worker.get(VideoTracks).list(videoId, 1);
    return { live: objects.filter(({ state }) => state === 'live').map(({ key }) => key), tracks };
  }

  it('leaves nothing when its run fails', async () => {
    desk.handle('break', () => Promise.reject(new PermanentFailure('NOT_A_VIDEO', 'This is no video.')));
    const { runId, videoId } = await desk.begin([one('make'), one('break', ['make'])]);
    await desk.untilRun(runId, 'failed');
    expect((await desk.stepOf(runId, 'make')).state).toBe('done');
    expect(await leftOf(videoId)).toEqual({ live: [], tracks: [] });
  });

  it('leaves nothing when it is cancelled, and stops whoever is at work within a second or two', async () => {
    let stoppedAt = 0;
    const dawdle = desk.handle(
      'dawdle',
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('called off')), { once: true });
          signal.addEventListener('abort', () => (stoppedAt = performance.now()), { once: true });
        }),
    );
    const { runId, videoId } = await desk.begin([one('make'), one('dawdle', ['make'])]);
    await eventually('it is at work', () => dawdle.seen.length === 1, 20_000);
    await cancel(videoId);
    const cancelledAt = performance.now();
    expect(await leftOf(videoId)).toEqual({ live: [], tracks: [] });
    expect(await videoOf(videoId)).toMatchObject({
      status: 'failed',
      processing_error: { code: 'CANCELLED' },
    });
    expect((await desk.stepOf(runId, 'dawdle')).state).toBe('cancelled');
    await eventually('it has stopped', () => stoppedAt > 0);
    expect(stoppedAt - cancelledAt).toBeLessThan(5_000);
    await expect(cancel(videoId)).rejects.toMatchObject({ code: 'NOT_PROCESSING' });
  });

  it('is published or cancelled, and never both, when both are wanted at once', async () => {
    const gates = new Map<RunId, () => void>();
    const videos = worker.get(VideoRepository);
    desk.handle('rush', async ({ step }) => {
      await new Promise<void>((open) => gates.set(step.runId, open));
      const manifest = { version: 1, thumbnail: null, proxy: null, storyboard: null, renditions: [] };
      const published = { manifest: manifest as never, warnings: [], durationSeconds: 1 };
      return {
        result: {},
        commit: async () => {
          await videos.publishVersion(step.videoId, step.runId, published);
        },
      };
    });
    const outcomes: string[] = [];
    for (let count = 0; count < RACES; count += 1) {
      const { runId, videoId } = await desk.begin([one('rush')]);
      await eventually('it is about to be published', () => gates.has(runId), 20_000);
      gates.get(runId)?.();
      // A little later than the other, so that now this one wins and now that one.
      for (let late = count % 4; late > 0; late -= 1) await videoOf(videoId);
      const told = await cancel(videoId).then(
        () => 'cancelled',
        (error: unknown) => (error instanceof DomainError ? error.code : 'broken'),
      );
      await eventually('it is over', async () => (await videoOf(videoId))?.status !== 'processing');
      const video = await videoOf(videoId);
      outcomes.push(`${told} ${video?.status ?? ''} ${String(video?.published_version)}`);
    }
    const ends = new Set(outcomes);
    ends.delete('cancelled failed null');
    ends.delete('NOT_PROCESSING completed 1');
    expect([...ends]).toEqual([]);
  });
});

type Breach = (app: INestApplicationContext, video: { id: VideoId; ownerId: UserId }) => Promise<unknown>;

const FILE = `{"key": "nowhere.mp4", "sizeBytes": 1, "contentType": "video/mp4"}`;
const sql =
  (...statements: readonly string[]): Breach =>
  async (app, { id, ownerId }) => {
    const { database } = new WorkDesk(app);
    for (const statement of statements)
      await database.query(statement.replaceAll(':video', `'${id}'`).replaceAll(':owner', `'${ownerId}'`));
  };
const trackOf = (version: number) =>
  `INSERT INTO video_tracks (video_id, version, name, position, kind, object_key, size_bytes, codec, peak_bit_rate,
                             average_bit_rate, head_bytes, segments)
   VALUES (:video, ${String(version)}, 'sound', 0, 'sound', 'nowhere.mp4', 1, 'mp4a.40.2', 1, 1, 1, '[]')`;
const runAtWork = `
  WITH run AS (INSERT INTO processing_runs (id, video_id, owner_id, version, state)
               SELECT gen_random_uuid(), :video, :owner, COALESCE(max(version), 0) + 1, 'active'
                 FROM processing_runs WHERE video_id = :video RETURNING id)
  INSERT INTO processing_steps (id, run_id, video_id, owner_id, name, state)
  SELECT gen_random_uuid(), run.id, :video, :owner, 'unknown', 'due' FROM run`;

const BREACHES: Readonly<Record<string, Breach>> = {
  'everything that a published version consists of is live': sql(
    `UPDATE videos SET manifest = jsonb_set(manifest, '{proxy}', '${FILE}') WHERE id = :video`,
  ),
  'every rendition that is called ready has a track': sql(
    `UPDATE videos SET manifest = jsonb_set(manifest, '{renditions}', '[{"name": "180p", "status": "ready"}]') WHERE id = :video`,
  ),
  'tracks are of a version that is published or in work': sql(trackOf(2)),
  'a video has one run at work at most': sql('DROP INDEX uq_processing_runs_active', runAtWork, runAtWork),
};

describe('what must hold of versions', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  const video = { id: newId<'video'>(), ownerId: newId<'user'>() };

  beforeEach(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    await sql(
      `INSERT INTO videos (id, owner_id, title, original_filename, format, content_type, file_size_bytes, original_key,
                           status, uploaded_at, published_version, manifest)
       VALUES (:video, :owner, 'A film', 'film.mp4', 'mp4', 'video/mp4', 10, 'nowhere', 'completed', now(), 1,
               '{"version": 1, "thumbnail": null, "proxy": null, "storyboard": null, "renditions": []}')`,
    )(app, video);
  });

  afterEach(async () => {
    await app.close();
    await environment.remove();
  });

  it.each(Object.entries(BREACHES))('is told when it does not: %s', async (name, breach) => {
    expect(await brokenInvariants(app)).toEqual([]);
    await breach(app, video);
    expect(await brokenInvariants(app)).toEqual([name]);
  });

  it('lets no second run begin while one is at work', async () => {
    await sql(runAtWork)(app, video);
    await expect(sql(runAtWork)(app, video)).rejects.toMatchObject({ code: '23505' });
  });
});
