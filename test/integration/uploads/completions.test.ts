import type { INestApplicationContext } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaQueries } from '#modules/quota';
import { VideoRepository } from '#modules/videos';
import { Database } from '#platform/database/database';
import { CompleteUpload } from '../../../src/modules/uploads/commands/complete-upload';
import { AbortUpload } from '../../../src/modules/uploads/commands/abort-upload';
import { BeginParts } from '../../../src/modules/uploads/commands/begin-parts';
import { JoinParts } from '../../../src/modules/uploads/commands/join-parts';
import { WithdrawUpload } from '../../../src/modules/uploads/commands/withdraw-upload';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { eventually } from '../../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../../support/running-app';
import { UploadDesk } from '../../support/upload-desk';

const LEASE_SECONDS = 60;
const QUICK = {
  UPLOAD_SWEEP_SECONDS: '1',
  UPLOAD_COMPLETION_SECONDS: String(LEASE_SECONDS),
  STORAGE_UPKEEP_SECONDS: '1',
  STORAGE_RESERVE_MB: '0',
};

/** An API process may die anywhere in a completion: what it had accepted, the worker finishes. */
describe('a completion that died', () => {
  let environment: TestEnvironment;
  let api: INestApplicationContext;
  let worker: INestApplicationContext;
  let desk: UploadDesk;
  let database: Database;

  beforeAll(async () => {
    environment = await createTestEnvironment(QUICK);
    api = await startApiContext(environment);
    worker = await startWorker(environment);
    desk = new UploadDesk(api);
    database = api.get(Database);
  });

  afterAll(async () => {
    await worker.close();
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const untilState = (videoId: Parameters<UploadDesk['stateOf']>[0], state: string) =>
    eventually(`the upload is ${state}`, async () => (await desk.stateOf(videoId)) === state, 20_000);
  const titleOf = async (videoId: string) =>
    (await database.first<{ title: string }>('SELECT title FROM videos WHERE id = $1', [videoId]))?.title;
  const uploadsUsed = async () => (await api.get(QuotaQueries).of(desk.actor.userId)).used;

  it('is finished by the worker with what the client had said, once', async () => {
    const used = await uploadsUsed();
    const { videoId } = await desk.arrived();
    await desk.sessions.beginCompletion(videoId, { title: 'Said before the crash', tags: ['door'] });
    await desk.silentFor(videoId, LEASE_SECONDS + 1);
    await untilState(videoId, 'completed');
    expect(await titleOf(videoId)).toBe('Said before the crash');
    expect(await api.get(CompleteUpload).execute({ actor: desk.actor, videoId })).toBe(false);
    expect(await uploadsUsed()).toBe(used + 1);
  });

  it('is finished when the parts were not joined yet', async () => {
    const { session, parts } = await desk.arrivedInParts();
    await desk.sessions.beginCompletion(session.videoId, { parts });
    await desk.silentFor(session.videoId, LEASE_SECONDS + 1);
    await untilState(session.videoId, 'completed');
  });

  it('is finished when the parts were joined already, though the store calls the upload unknown by then', async () => {
    const { session, parts } = await desk.arrivedInParts();
    await desk.sessions.beginCompletion(session.videoId, { parts });
    await desk.joinAtStore(session, parts);
    await desk.silentFor(session.videoId, LEASE_SECONDS + 1);
    await untilState(session.videoId, 'completed');
  });

  it('is decided against when there is nothing to complete, and the upload goes on', async () => {
    const { videoId } = await desk.open('presigned');
    await desk.sessions.beginCompletion(videoId, {});
    await desk.silentFor(videoId, LEASE_SECONDS + 1);
    await eventually('it is decided', async () => !(await desk.sessions.find(videoId))!.isCompleting, 20_000);
    expect(await desk.stateOf(videoId)).toBe('open');
  });

  it('of a video that was deleted meanwhile is over', async () => {
    const { videoId } = await desk.arrived();
    await desk.sessions.beginCompletion(videoId, {});
    await api.get(UnitOfWork).run(async () => {
      await api.get(VideoRepository).tombstone(videoId, { keepsFiles: false });
      await desk.objects.condemnVideo(videoId);
    });
    await desk.silentFor(videoId, LEASE_SECONDS + 1);
    await untilState(videoId, 'withdrawn');
  });

  it('that was accepted in time is not withdrawn when the day is over, and is finished', async () => {
    const { videoId } = await desk.arrived();
    await desk.sessions.beginCompletion(videoId, {});
    await database.query(
      `UPDATE upload_sessions SET expires_at = now() - interval '10 minutes' WHERE video_id = $1`,
      [videoId],
    );
    expect(await desk.sessions.expired(10)).not.toContain(videoId);
    await desk.silentFor(videoId, LEASE_SECONDS + 1);
    await untilState(videoId, 'completed');
  });

  it('of an upload whose day is over does not begin', async () => {
    const { videoId } = await desk.arrived();
    await database.query(
      `UPDATE upload_sessions SET expires_at = now() - interval '1 second' WHERE video_id = $1`,
      [videoId],
    );
    await expect(api.get(CompleteUpload).execute({ actor: desk.actor, videoId })).rejects.toThrow(
      expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }) as Error,
    );
    await untilState(videoId, 'withdrawn');
  });

  describe('while no worker looks', () => {
    beforeAll(() => worker.close());

    afterAll(async () => {
      worker = await startWorker(environment);
      // What these tests left undecided is the worker's by now.
      await database.query(`UPDATE upload_sessions SET completing_since = NULL WHERE state = 'open'`);
    });

    it('is finished by the client who asks again, with the parts that it had named', async () => {
      const { session, parts } = await desk.arrivedInParts();
      const { videoId } = session;
      const accepted = (await desk.sessions.beginCompletion(videoId, { parts, title: 'First' }))!;
      await desk.sessions.suspendCompletion(accepted);
      const isNew = await api.get(CompleteUpload).execute({ actor: desk.actor, videoId, title: 'Second' });
      expect(isNew).toBe(true);
      expect(await titleOf(videoId)).toBe('Second');
    });

    it('is left alone while somebody is at work on it', async () => {
      const { session, parts } = await desk.arrivedInParts();
      const { videoId } = session;
      const claim = (await desk.sessions.beginCompletion(videoId, { parts }))!;
      expect(await desk.sessions.beginCompletion(videoId, { parts })).toBeNull();
      await expect(api.get(CompleteUpload).execute({ actor: desk.actor, videoId })).rejects.toThrow(
        expect.objectContaining({ code: 'COMPLETION_UNDER_WAY' }) as Error,
      );
      await desk.silentFor(videoId, LEASE_SECONDS - 10);
      expect(await desk.sessions.abandonedCompletions(10)).not.toContain(videoId);
      await desk.silentFor(videoId, LEASE_SECONDS + 1);
      expect(await desk.sessions.abandonedCompletions(10)).toContain(videoId);
      expect(await desk.sessions.renewCompletion(claim)).toBe(true);
      expect(await desk.sessions.abandonedCompletions(10)).not.toContain(videoId);
    });

    it('can be aborted as little as it can be begun again, and can be once it was refused', async () => {
      const { session, parts } = await desk.arrivedInParts();
      const { videoId, uploadId } = session;
      const claim = (await desk.sessions.beginCompletion(videoId, { parts }))!;
      await expect(api.get(AbortUpload).execute(desk.actor, uploadId)).rejects.toThrow(
        expect.objectContaining({ code: 'COMPLETION_UNDER_WAY' }) as Error,
      );
      await desk.sessions.forgetCompletion(claim);
      await api.get(AbortUpload).execute(desk.actor, uploadId);
      expect(await desk.stateOf(videoId)).toBe('withdrawn');
    });

    it('that an earlier one puts down late does not disturb the one that took over', async () => {
      const { session, parts } = await desk.arrivedInParts();
      const { videoId } = session;
      const late = (await desk.sessions.beginCompletion(videoId, { parts }))!;
      await desk.silentFor(videoId, LEASE_SECONDS + 1);
      const later = (await desk.sessions.beginCompletion(videoId, {}))!;
      expect(later.said.parts).toEqual(parts);
      await desk.sessions.forgetCompletion(late);
      expect(await desk.sessions.renewCompletion(late)).toBe(false);
      expect((await desk.sessions.find(videoId))!.isCompleting).toBe(true);
    });

    it('keeps nothing of parts that were joined after their upload was withdrawn and purged', async () => {
      const { session, parts } = await desk.arrivedInParts();
      const accepted = (await desk.sessions.beginCompletion(session.videoId, { parts }))!;
      await desk.joinAtStore(session, parts);
      await database.query(`UPDATE storage_objects SET state = 'gone' WHERE key = $1`, [session.stagingKey]);
      await api.get(WithdrawUpload).execute(session.videoId);
      await expect(api.get(JoinParts).execute(session, accepted)).rejects.toThrow(
        expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }) as Error,
      );
      expect(await desk.store.head(session.stagingKey)).toBeNull();
    });

    it('does not begin parts at the store for an upload that is over', async () => {
      const session = await desk.open('multipart');
      await api.get(WithdrawUpload).execute(session.videoId);
      await expect(api.get(BeginParts).execute(session)).rejects.toThrow(
        expect.objectContaining({ code: 'UPLOAD_NOT_FOUND' }) as Error,
      );
    });

    it.each([
      [
        'no upload stays open long after its time',
        `UPDATE upload_sessions SET expires_at = now() - interval '3 hours' WHERE video_id = $1`,
      ],
      [
        'no completion that was accepted is left undecided',
        `UPDATE upload_sessions SET completing_since = now() - interval '2 hours' WHERE video_id = $1`,
      ],
      [
        'an upload that is over has no completion that is to be decided',
        `UPDATE upload_sessions SET state = 'withdrawn', closed_at = now(), completion = '{}' WHERE video_id = $1`,
      ],
    ])('has been seen broken: %s', async (promise, breach) => {
      const { videoId } = await desk.open('presigned');
      await database.query(breach, [videoId]);
      expect(await brokenInvariants(api)).toContain(promise);
      await database.query('DELETE FROM upload_sessions WHERE video_id = $1', [videoId]);
    });
  });
});
