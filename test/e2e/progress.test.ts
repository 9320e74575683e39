import { Redis } from 'ioredis';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { register } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader, type OpenedUpload } from '../support/uploader';
import { WorkWatch, type ProgressBody } from '../support/work-watch';

const NOBODYS = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
const READS = ['progress', 'pipeline', 'jobs'] as const;

describe('how far a video is', () => {
  let scene: Scene;
  let owner: Uploader;
  let watch: WorkWatch;
  let redis: Redis;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1' });
    redis = new Redis(scene.variables.REDIS_URL ?? '');
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
    watch = new WorkWatch(owner.client);
  });

  afterAll(async () => {
    redis.disconnect();
    await scene.close();
  });

  const onBoard = async (id: string) =>
    JSON.parse((await redis.get(`metadata:progress:${id}`)) ?? 'null') as Omit<
      ProgressBody,
      'video_id'
    > | null;

  it('is nothing, in the queue, until the bytes are confirmed', async () => {
    const { video_id: id } = (await owner.open('never confirmed')).json<OpenedUpload>();
    expect(await watch.progress(id)).toEqual({
      video_id: id,
      progress: 0,
      status: 'Waiting for the upload to be completed.',
      stage: 'queued',
      estimated_time_remaining: null,
      error: null,
    });
    expect(await watch.pipeline(id)).toMatchObject({ processing_status: 'pending', run_id: null, steps: [] });
    expect(await watch.jobs(id)).toMatchObject({ jobs: [], total: 0 });
  });

  it('never goes back, ends at a hundred, and stands in Redis for an hour', async () => {
    const id = await owner.upload('watched');
    const seen: number[] = [];
    const told: number[] = [];
    await eventually(
      'it is ready',
      async () => {
        seen.push((await watch.progress(id)).progress);
        told.push((await onBoard(id))?.progress ?? 0);
        return told.at(-1) === 100;
      },
      30_000,
    );
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(told).toEqual([...told].sort((one, other) => one - other));
    const shown = {
      progress: 100,
      status: 'The video is ready.',
      stage: 'completed',
      estimated_time_remaining: 0,
      error: null,
    };
    expect(await watch.progress(id)).toEqual({ video_id: id, ...shown });
    expect(await onBoard(id)).toEqual(shown);
    const seconds = await redis.ttl(`metadata:progress:${id}`);
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_600);
  });

  it('is told step by step, and by the job that the video names', async () => {
    const id = await owner.upload('told');
    await watch.untilStage(id, 'completed');
    const { steps, run_id: runId } = await watch.pipeline(id);
    expect(steps.map(({ name, state, attempts }) => [name, state, attempts])).toEqual([
      ['ingest', 'done', 1],
      ['thumbnail', 'done', 1],
      ['render', 'done', 1],
      ['publish', 'done', 1],
    ]);
    const video = (await owner.get(id)).json<{ processing_job_id: string }>();
    expect(video.processing_job_id).toBe(runId);
    expect((await watch.job(video.processing_job_id)).name).toBe('publish');
    expect(await watch.job(steps[0]!.id)).toMatchObject({ name: 'ingest', run_id: runId });
    const first = await watch.jobs(id, '?page_size=2');
    expect([first.jobs.map(({ name }) => name), first.total, first.has_more]).toEqual([
      ['publish', 'render'],
      4,
      true,
    ]);
    const second = await watch.jobs(id, `?page_size=2&cursor=${first.next_cursor ?? ''}`);
    expect(second.jobs.map(({ name }) => name)).toEqual(['thumbnail', 'ingest']);
  });

  it('is told to its owner and to admins, and to nobody else', async () => {
    const id = await owner.upload('guarded');
    const { steps } = await watch.pipeline(id);
    const [stranger, admin] = await Promise.all([register(scene.client), scene.admin()]);
    for (const what of READS) {
      expect((await stranger.client.get(`/api/v1/videos/${id}/${what}`)).verdict).toBe('403 NOT_YOUR_VIDEO');
      expect((await scene.client.get(`/api/v1/videos/${id}/${what}`)).status).toBe(401);
      expect((await owner.client.get(`/api/v1/videos/${NOBODYS}/${what}`)).verdict).toBe(
        '404 VIDEO_NOT_FOUND',
      );
      expect((await owner.client.get(`/api/v1/videos/nonsense/${what}`)).status).toBe(422);
      expect((await admin.client.get(`/api/v1/videos/${id}/${what}`)).status).toBe(200);
    }
    const job = `/api/v1/jobs/${steps[0]!.id}`;
    expect((await stranger.client.get(job)).verdict).toBe('403 NOT_YOUR_VIDEO');
    expect((await owner.client.get(`/api/v1/jobs/${NOBODYS}`)).verdict).toBe('404 JOB_NOT_FOUND');
    expect((await owner.client.get('/api/v1/jobs')).status).toBe(403);
    expect((await owner.client.post(`${job}/retry`)).status).toBe(403);
    await watch.untilStage(id, 'completed');
  });

  it('is nothing any more once it is deleted, in Redis neither', async () => {
    const id = await owner.upload('deleted');
    await watch.untilStage(id, 'completed');
    const { steps } = await watch.pipeline(id);
    await owner.delete(id);
    for (const what of READS)
      expect((await owner.client.get(`/api/v1/videos/${id}/${what}`)).verdict).toBe('404 VIDEO_NOT_FOUND');
    expect((await owner.client.get(`/api/v1/jobs/${steps[0]!.id}`)).verdict).toBe('404 JOB_NOT_FOUND');
    await eventually('Redis has forgotten it', async () => (await onBoard(id)) === null);
  });
});
