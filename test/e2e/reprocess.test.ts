import { makeClip } from '../support/clips';
import { LingeringFfmpeg } from '../support/crash/lingering-ffmpeg';
import { eventually } from '../support/eventually';
import { register } from '../support/people';
import { workingBelow } from '../support/processes';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';
import { Viewer } from '../support/viewer';
import { WorkWatch } from '../support/work-watch';

interface Video {
  readonly processing_status: string;
  readonly processing_job_id: string;
  readonly processing_error: { readonly code: string } | null;
  readonly thumbnail_path: string;
  readonly proxy_path: string;
  readonly renditions: readonly { readonly name: string; readonly status: string }[];
}

/** From the answer until the program is gone: one look a second, and the time that a signal takes. */
const STOPS_WITHIN_MS = 5_000;

describe('processing a video again', () => {
  let scene: Scene;
  let owner: Uploader;
  let viewer: Viewer;
  let watch: WorkWatch;
  let id: string;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1', STORAGE_UPKEEP_SECONDS: '1' });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder, { size: '320x180' }));
    viewer = new Viewer(owner.client);
    watch = new WorkWatch(owner.client);
    id = await owner.upload();
    await owner.untilProcessed(id);
  });

  afterAll(() => scene.close());

  const read = async (): Promise<Video> => (await owner.get(id)).json<Video>();
  const reprocess = (body?: object, key?: string) =>
    owner.client.post(
      `/api/v1/videos/${id}/reprocess`,
      body,
      key === undefined ? {} : { headers: { 'idempotency-key': key } },
    );
  const cancel = (videoId = id) => owner.client.post(`/api/v1/videos/${videoId}/cancel`);
  const stopWorkers = () => Promise.all(scene.workers.map((worker) => worker.stop()));
  const factsOf = (videoId: string) =>
    scene.sql<{ type: string }>('SELECT type FROM outbox WHERE subject_id = $1 ORDER BY id', [videoId]);
  const versions = () =>
    scene.sql<{ version: number }>('SELECT DISTINCT version FROM video_tracks WHERE video_id = $1', [id]);

  it('makes a new version beside the old one, which plays until the new one is there and links to it do', async () => {
    const before = await read();
    const links = await viewer.linksTo(id);
    await stopWorkers();
    const [first, again] = [await reprocess({}, 'once more'), await reprocess({}, 'once more')];
    expect([first.verdict, again.verdict, again.headers.get('idempotency-replayed')]).toEqual([
      '202',
      '202',
      'true',
    ]);
    expect((await reprocess()).verdict).toBe('409 VIDEO_IN_WORK');
    expect(await read()).toMatchObject({ processing_status: 'processing', proxy_path: before.proxy_path });
    expect(await watch.progress(id)).toMatchObject({ stage: 'queued', progress: 0 });
    expect(await viewer.unplayable(links)).toEqual([]);
    expect(await viewer.unplayable(await viewer.linksTo(id))).toEqual([]);
    await scene.startWorker();
    await owner.untilProcessed(id);
    const after = await read();
    expect(after).toMatchObject({ processing_status: 'completed', processing_error: null });
    expect(after.renditions).toEqual(before.renditions);
    expect(after.thumbnail_path).not.toBe(before.thumbnail_path);
    expect(after.proxy_path).not.toBe(before.proxy_path);
    expect(await viewer.unplayable(links)).toEqual([]);
    expect(await viewer.unplayable(await viewer.linksTo(id))).toEqual([]);
    expect(await versions()).toEqual([{ version: 2 }]);
    expect((await factsOf(id)).slice(-2).map(({ type }) => type)).toEqual([
      'video.reprocess_requested',
      'video.completed',
    ]);
  });

  it('adds what is missing, and makes nothing again that stands', async () => {
    const before = await read();
    expect((await reprocess({ renditions: ['180p'] })).status).toBe(200);
    expect((await reprocess({ renditions: ['180p', '720p'] })).verdict).toBe('422 RENDITION_UNKNOWN');
    expect((await reprocess({ renditions: ['HD'] })).faultyFields).toEqual(['renditions']);
    expect((await reprocess({ renditions: [] })).faultyFields).toEqual(['renditions']);
    expect((await reprocess({ renditions: ['180p', '180p-hevc'] })).status).toBe(202);
    await owner.untilProcessed(id);
    const after = await read();
    expect(after.renditions).toMatchObject([
      { name: '180p', status: 'ready' },
      { name: '180p-hevc', codec: 'hevc', status: 'ready' },
    ]);
    expect([after.thumbnail_path, after.proxy_path]).toEqual([before.thumbnail_path, before.proxy_path]);
    const { steps } = await watch.pipeline(id);
    expect(steps.map(({ name }) => name)).toEqual(['add-renditions', 'publish-additions']);
    const links = await viewer.linksTo(id);
    expect(links.tracks).toHaveLength(3);
    expect(await viewer.unplayable(links)).toEqual([]);
    expect(await versions()).toEqual([{ version: 3 }]);
    const condemned = await scene.sql(
      `SELECT key FROM storage_objects WHERE video_id = $1 AND state = 'condemned' AND key LIKE '%/v2-%'`,
      [id],
    );
    expect(condemned).toEqual([]);
  });

  it('leaves everything as it was when it is cancelled, and stops the program that works on it', async () => {
    const before = await read();
    await stopWorkers();
    const ffmpeg = await LingeringFfmpeg.at('render', scene.dataFolder);
    await scene.startWorker({ FFMPEG_PATH: ffmpeg.path });
    expect((await reprocess()).status).toBe(202);
    await eventually(
      'ffmpeg is at work',
      () => workingBelow(scene.dataFolder).some(({ pid }) => LingeringFfmpeg.isAtWork(pid)),
      30_000,
    );
    expect((await cancel()).json()).toMatchObject({
      processing_status: 'completed',
      processing_error: { code: 'CANCELLED', permanent: false },
    });
    await eventually('ffmpeg is gone', () => workingBelow(scene.dataFolder).length === 0, STOPS_WITHIN_MS);
    expect((await cancel()).verdict).toBe('409 NOT_PROCESSING');
    const after = await read();
    expect([after.renditions, after.proxy_path]).toEqual([before.renditions, before.proxy_path]);
    expect(await viewer.unplayable(await viewer.linksTo(id))).toEqual([]);
    expect(await watch.progress(id)).toMatchObject({ stage: 'completed', error: { code: 'CANCELLED' } });
    await eventually('nothing of it is left', async () => {
      const left = await scene.sql(
        `SELECT key FROM storage_objects WHERE video_id = $1 AND key LIKE '%/v4-%' AND state NOT IN ('condemned', 'gone')`,
        [id],
      );
      return left.length === 0;
    });
    expect(await versions()).toEqual([{ version: 3 }]);
    await ffmpeg.hurry();
  });

  it('ends a first run as failed, keeps the upload, and goes on with it when it is wanted again', async () => {
    await stopWorkers();
    const first = await owner.upload('cancelled at once');
    const answer = await cancel(first);
    expect(answer.json()).toMatchObject({
      processing_status: 'failed',
      processing_error: { code: 'CANCELLED' },
    });
    expect(await watch.progress(first)).toMatchObject({
      stage: 'failed',
      status: 'Processing was cancelled.',
    });
    expect((await factsOf(first)).map(({ type }) => type)).toEqual(['video.uploaded', 'video.cancelled']);
    expect(await owner.quota()).toMatchObject({ used: 2, pending_delete_bytes: 0 });
    await scene.startWorker();
    const again = (body?: object) => owner.client.post(`/api/v1/videos/${first}/reprocess`, body);
    expect((await again({ renditions: ['180p'] })).verdict).toBe('409 NOTHING_PUBLISHED');
    expect((await again()).status).toBe(202);
    expect(await owner.untilProcessed(first)).toMatchObject({
      processing_status: 'completed',
      processing_error: null,
    });
  });

  it('is nothing for strangers, and nothing that a video without bytes can have', async () => {
    const stranger = await register(scene.client);
    for (const verb of ['reprocess', 'cancel']) {
      const path = `/api/v1/videos/${id}/${verb}`;
      expect((await stranger.client.post(path)).verdict).toBe('403 NOT_YOUR_VIDEO');
    }
    const { video_id: pending } = (await owner.open('never sent')).json<{ video_id: string }>();
    expect((await owner.client.post(`/api/v1/videos/${pending}/reprocess`)).verdict).toBe(
      '409 VIDEO_IN_WORK',
    );
    expect((await cancel(pending)).verdict).toBe('409 NOT_PROCESSING');
  });
});
