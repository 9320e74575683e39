import type { INestApplicationContext } from '@nestjs/common';
import type { RunId, VideoId } from '#kernel/id';
import { SettleVideos } from '../../src/modules/processing/commands/settle-videos';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';
import { one, WorkDesk } from '../support/work-desk';

/** No command leaves these behind: they are planted by hand, as a bug or a hand in the database would. */
describe('a video that is called processing, and that nobody processes', () => {
  let environment: TestEnvironment;
  let worker: INestApplicationContext;
  let desk: WorkDesk;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    worker = await startWorker(environment, { SWEEP_SECONDS: '1' });
    desk = new WorkDesk(worker);
  });

  afterAll(async () => {
    await worker.close();
    const api = await startApiContext(environment);
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const end = (runId: RunId, state: string, error: object | null = null) =>
    desk.database.query(
      `UPDATE processing_steps SET state = $2, error = $3, finished_at = now() WHERE run_id = $1`,
      [runId, state, error],
    );
  const videoOf = (id: VideoId) =>
    desk.database.first<{ status: string; processing_error: { code: string } | null }>(
      'SELECT status, processing_error FROM videos WHERE id = $1',
      [id],
    );
  const untilSettled = (id: VideoId) =>
    eventually(
      'the video is settled',
      async () => {
        const video = await videoOf(id);
        return video?.status === 'processing' ? null : video;
      },
      20_000,
    );
  /** Steps that no worker of this test takes. */
  const waiting = () => desk.begin([one('unreachable', ['nothing'])]);

  it('fails with what its step said', async () => {
    const { runId, videoId } = await waiting();
    await end(runId, 'failed', { code: 'NOT_A_VIDEO', message: 'This is no video.', permanent: true });
    expect(await untilSettled(videoId)).toMatchObject({
      status: 'failed',
      processing_error: { code: 'NOT_A_VIDEO' },
    });
    await desk.untilRun(runId, 'failed');
  });

  it.each(['done', 'cancelled'])('fails when every step of it is %s', async (state) => {
    const { runId, videoId } = await waiting();
    await end(runId, state);
    expect(await untilSettled(videoId)).toMatchObject({
      status: 'failed',
      processing_error: { code: 'PROCESSING_UNFINISHED' },
    });
    await desk.untilRun(runId, 'failed');
  });

  it('fails when its run was ended and nobody told the video', async () => {
    const { runId, videoId } = await waiting();
    await end(runId, 'cancelled');
    await desk.database.query(
      `UPDATE processing_runs SET state = 'cancelled', finished_at = now() WHERE id = $1`,
      [runId],
    );
    expect(await untilSettled(videoId)).toMatchObject({ status: 'failed' });
  });

  it('goes back to what is published when it was being processed anew', async () => {
    const { runId, videoId } = await waiting();
    await desk.database.query(
      `UPDATE videos SET published_version = 1, manifest = '{"version":1,"renditions":[]}' WHERE id = $1`,
      [videoId],
    );
    await end(runId, 'done');
    expect(await untilSettled(videoId)).toMatchObject({
      status: 'completed',
      processing_error: { code: 'PROCESSING_UNFINISHED' },
    });
  });

  it('is not one whose work goes on, however long it waits', async () => {
    const { runId, videoId } = await waiting();
    await worker.get(SettleVideos).execute();
    expect(await videoOf(videoId)).toMatchObject({ status: 'processing' });
    await end(runId, 'cancelled');
    await untilSettled(videoId);
  });
});
