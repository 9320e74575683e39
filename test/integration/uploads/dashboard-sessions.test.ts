import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '#kernel/id';
import { NOWHERE } from '#kernel/place';
import { Database } from '#platform/database/database';
import { Housekeeping } from '#platform/housekeeping/housekeeping';
import { EndLeftBodies } from '../../../src/modules/uploads/commands/dashboard/end-left-bodies';
import { WithdrawUpload } from '../../../src/modules/uploads/commands/withdraw-upload';
import type { DashboardSessionId } from '../../../src/modules/uploads/domain/dashboard-session';
import {
  DashboardSessionRepository,
  type BegunBody,
} from '../../../src/modules/uploads/ports/dashboard-session-repository';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { brokenInvariants, startApiContext, startWorker } from '../../support/running-app';
import { UploadDesk } from '../../support/upload-desk';

describe('a dashboard session', () => {
  let environment: TestEnvironment;
  let api: INestApplicationContext;
  let worker: INestApplicationContext;
  let desk: UploadDesk;
  let sessions: DashboardSessionRepository;
  let database: Database;
  let id: DashboardSessionId;

  beforeAll(async () => {
    environment = await createTestEnvironment({ UPLOAD_SWEEP_SECONDS: '3600', STORAGE_RESERVE_MB: '0' });
    api = await startApiContext(environment);
    worker = await startWorker(environment);
    desk = new UploadDesk(api);
    sessions = api.get(DashboardSessionRepository);
    database = api.get(Database);
  });

  beforeEach(async () => {
    id = newId();
    await sessions.open({ id, ownerId: desk.actor.userId, place: NOWHERE, recordedAt: null });
  });

  afterAll(async () => {
    await worker.close();
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const begin = async (): Promise<BegunBody> => (await sessions.beginBody(id))!;
  const silentFor = (seconds: number) =>
    database.query(
      `UPDATE dashboard_sessions SET lease_until = lease_until - make_interval(secs => $2) WHERE id = $1`,
      [id, seconds],
    );
  const endLeftBodies = () => worker.get(EndLeftBodies).execute(100);
  const beginWithUpload = async () => {
    const body = await begin();
    const { videoId } = await desk.open('dashboard');
    expect(await sessions.noteVideo(body, videoId)).toBe(true);
    return { body, videoId };
  };

  it('takes one body of many that come at once', async () => {
    const begun = await Promise.all(Array.from({ length: 10 }, () => sessions.beginBody(id)));
    expect(begun.filter((body) => body !== null)).toHaveLength(1);
  });

  it('takes another body when the receiver of the first fell silent, and what that had opened is told', async () => {
    const { body, videoId } = await beginWithUpload();
    await silentFor(11);
    const next = await begin();
    expect(next).toMatchObject({ attempt: body.attempt + 1, leftVideoId: videoId });
    expect(await sessions.renewBody(body, 50)).toBe(false);
    expect(await sessions.use(body, null)).toBe(false);
    expect(await sessions.endBody(body)).toBe(false);
    await api.get(WithdrawUpload).execute(videoId);
    await sessions.endBody(next);
  });

  it('is kept by a receiver that gives signs of life', async () => {
    const body = await begin();
    await silentFor(9);
    expect(await sessions.renewBody(body, 10)).toBe(true);
    await silentFor(9);
    expect(await sessions.beginBody(id)).toBeNull();
    expect(await sessions.find(id)).toMatchObject({ isReceiving: true, percent: 10 });
  });

  it('is not taken back by a sign of life that comes after the end', async () => {
    const body = await begin();
    await sessions.endBody(body);
    expect(await sessions.renewBody(body, 10)).toBe(false);
    expect(await sessions.beginBody(id)).not.toBeNull();
  });

  it('loses what a dead receiver had opened, and not before that is surely dead', async () => {
    const { body, videoId } = await beginWithUpload();
    await silentFor(25);
    await endLeftBodies();
    expect(await desk.stateOf(videoId)).toBe('open');
    await silentFor(10);
    await endLeftBodies();
    expect(await desk.stateOf(videoId)).toBe('withdrawn');
    expect(await sessions.find(id)).toMatchObject({ state: 'active', videoId: null, isReceiving: false });
    expect(await sessions.renewBody(body, 50)).toBe(false);
    expect(await endLeftBodies()).toBe(0);
  });

  it('is cancelled only as it was seen', async () => {
    const seen = (await sessions.find(id))!;
    const body = await begin();
    expect(await sessions.cancel(seen)).toBe(false);
    await sessions.endBody(body);
    expect(await sessions.cancel((await sessions.find(id))!)).toBe(true);
    expect(await sessions.beginBody(id)).toBeNull();
  });

  it('is forgotten a month after it is over', async () => {
    await database.query(
      `UPDATE dashboard_sessions SET expires_at = now() - interval '31 days' WHERE id = $1`,
      [id],
    );
    await worker.get(Housekeeping).sweep();
    expect(await sessions.find(id)).toBeNull();
  });

  it.each([
    [
      'a dashboard session is used up by the very upload that it was used for',
      `UPDATE dashboard_sessions SET state = 'used', closed_at = now(), lease_until = NULL WHERE id = $1`,
    ],
    [
      'no upload stays open behind a dashboard body whose receiver died',
      `UPDATE dashboard_sessions SET lease_until = now() - interval '6 minutes' WHERE id = $1`,
    ],
  ])('has been seen breaking a promise: %s', async (promise, breach) => {
    const { videoId } = await beginWithUpload();
    await database.query(breach, [id]);
    expect(await brokenInvariants(api)).toContain(promise);
    await database.query('DELETE FROM dashboard_sessions WHERE id = $1', [id]);
    await api.get(WithdrawUpload).execute(videoId);
  });
});
