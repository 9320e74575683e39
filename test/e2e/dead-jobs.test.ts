import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { register } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';
import { WorkWatch } from '../support/work-watch';

const NOBODYS = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
const ERROR = { code: 'STALLED', message: 'The work made no progress and was stopped.', permanent: false };

describe('a dead job', () => {
  let scene: Scene;
  let owner: Uploader;
  let watch: WorkWatch;
  let asAdmin: WorkWatch;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1' });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
    watch = new WorkWatch(owner.client);
    asAdmin = new WorkWatch((await scene.admin()).client);
  });

  afterAll(() => scene.close());

  const retry = async (id: string) =>
    (await (await scene.admin()).client.post(`/api/v1/jobs/${id}/retry`)).verdict;

  /** As if all attempts of its last step had failed. */
  async function videoThatDied(key: string) {
    const id = await owner.upload(key);
    await watch.untilStage(id, 'completed');
    await scene.sql(
      `WITH run AS (
         UPDATE processing_runs SET state = 'failed', error = $2, finished_at = now() WHERE video_id = $1 RETURNING id
       ), dropped AS (
         DELETE FROM video_tracks WHERE video_id = $1
       ), dead AS (
         UPDATE processing_steps SET state = 'failed', attempts = 3, progress = 0, error = $2, finished_at = now()
           FROM run WHERE run_id = run.id AND name = 'publish'
       )
       UPDATE videos SET status = 'failed', processing_error = $2, published_version = NULL, manifest = NULL WHERE id = $1`,
      [id, ERROR],
    );
    const { steps } = await watch.pipeline(id);
    return { id, job: steps.find(({ name }) => name === 'publish')!.id };
  }

  it('says why it died, to its owner as well', async () => {
    const { id, job } = await videoThatDied('told');
    expect(await watch.progress(id)).toMatchObject({ stage: 'failed', progress: 95, error: ERROR });
    expect(await watch.job(job)).toMatchObject({ state: 'dead', attempts: 3, error: ERROR });
    const { jobs } = await asAdmin.deadJobs();
    expect(jobs.find((dead) => dead.id === job)).toMatchObject({
      video_id: id,
      name: 'publish',
      state: 'dead',
    });
  });

  it('goes on where it stopped, once, when an admin wants it', async () => {
    const { id, job } = await videoThatDied('tried again');
    const before = (await owner.get(id)).json<{ processing_job_id: string }>();
    const verdicts = await Promise.all([retry(job), retry(job), retry(job)]);
    expect(verdicts.sort()).toEqual(['202', '409 JOB_NOT_DEAD', '409 JOB_NOT_DEAD']);
    await watch.untilStage(id, 'completed');
    expect((await owner.get(id)).json()).toMatchObject({
      processing_status: 'completed',
      processing_job_id: before.processing_job_id,
      processing_error: null,
    });
    const { steps } = await watch.pipeline(id);
    expect(steps.map(({ state, attempts }) => [state, attempts])).toEqual(Array(4).fill(['done', 1]));
    expect((await asAdmin.deadJobs()).jobs.map((dead) => dead.id)).not.toContain(job);
    const facts = await eventually('it is known', async () => {
      const rows = await scene.sql<{ type: string }>(
        'SELECT type FROM outbox WHERE subject_id = $1 ORDER BY position',
        [id],
      );
      return rows.at(-1)?.type === 'video.completed' ? rows.map(({ type }) => type) : null;
    });
    expect(facts.slice(-2)).toEqual(['video.retried', 'video.completed']);
  });

  it('is not tried again where its file is gone, or its video is', async () => {
    const { id, job } = await videoThatDied('bereft');
    const [video] = await scene.sql<{ original_key: string }>(
      'SELECT original_key FROM videos WHERE id = $1',
      [id],
    );
    const original = video!.original_key;
    await scene.sql('UPDATE videos SET original_key = $2 WHERE id = $1', [id, `videos/${id}/nowhere.mp4`]);
    expect(await retry(job)).toBe('409 SOURCE_GONE');
    await scene.sql('UPDATE videos SET original_key = $2 WHERE id = $1', [id, original]);
    await owner.delete(id);
    expect(await retry(job)).toBe('404 JOB_NOT_FOUND');
    expect(await retry(NOBODYS)).toBe('404 JOB_NOT_FOUND');
  });

  it('is none that goes on by itself, and none that was overtaken by a later run', async () => {
    const id = await owner.upload('well');
    await watch.untilStage(id, 'completed');
    expect(await retry((await watch.pipeline(id)).steps[0]!.id)).toBe('409 JOB_NOT_DEAD');
    const died = await videoThatDied('overtaken');
    await scene.sql('UPDATE videos SET run_id = gen_random_uuid() WHERE id = $1', [died.id]);
    expect(await retry(died.job)).toBe('409 JOB_NOT_DEAD');
    const [run] = await scene.sql('SELECT state FROM processing_runs WHERE video_id = $1', [died.id]);
    expect(run).toEqual({ state: 'failed' });
  });

  it('is asked for by a state that there is', async () => {
    const admin = await scene.admin();
    expect((await admin.client.get('/api/v1/jobs?state=asleep')).faultyFields).toEqual(['state']);
    expect((await admin.client.get('/api/v1/jobs?state=done&limit=1')).status).toBe(200);
  });
});

describe('the line for a worker', () => {
  let scene: Scene;
  const videos: string[] = [];

  beforeAll(async () => {
    scene = await Scene.open();
  });

  afterAll(async () => {
    for (const table of ['processing_steps', 'processing_runs'])
      await scene.sql(`DELETE FROM ${table} WHERE video_id = ANY($1)`, [videos]);
    await scene.sql('DELETE FROM videos WHERE id = ANY($1)', [videos]);
    await scene.close();
  });

  it('counts who goes first: everybody once before anybody twice', async () => {
    const people = await Promise.all(
      ['carried', 'crowd', 'newcomer'].map((name) => register(scene.client, name)),
    );
    const [carried, crowd, newcomer] = people.map(({ user }) => user.id) as [string, string, string];
    // As many as the courier carries for one worker: nothing of what comes now is handed out.
    for (let count = 0; count < 2; count += 1) await queued(carried, 'offered');
    const mine = [await queued(crowd, 'due'), await queued(crowd, 'due'), await queued(crowd, 'due')];
    const late = await queued(newcomer, 'due');
    const asAdmin = new WorkWatch((await scene.admin()).client);
    const placeOf = async (id: string) => (await asAdmin.pipeline(id)).steps[0]?.queue_position;
    expect(await Promise.all([...mine, late].map(placeOf))).toEqual([2, 4, 5, 3]);
  });

  async function queued(ownerId: string, state: 'due' | 'offered'): Promise<string> {
    const [row] = await scene.sql<{ id: string }>(
      `WITH video AS (
         INSERT INTO videos (id, owner_id, title, original_filename, format, content_type, file_size_bytes, original_key,
                             status, run_id, uploaded_at)
         VALUES (gen_random_uuid(), $1, 'A film', 'film.mp4', 'mp4', 'video/mp4', 10, gen_random_uuid()::text,
                 'processing', gen_random_uuid(), now())
         RETURNING id, run_id
       ), run AS (
         INSERT INTO processing_runs (id, video_id, owner_id, version, state)
         SELECT run_id, id, $1, 1, 'active' FROM video RETURNING id
       ), step AS (
         INSERT INTO processing_steps (id, run_id, video_id, owner_id, name, state, offered_at)
         SELECT gen_random_uuid(), run.id, video.id, $1, 'ingest', $2, now() FROM video, run
       )
       SELECT id FROM video`,
      [ownerId, state],
    );
    videos.push(row!.id);
    return row!.id;
  }
});
