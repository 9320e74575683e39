import type { INestApplicationContext } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { newId, type SessionId, type UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { OpenSession } from '../../src/modules/auth/commands/open-session';
import { RefreshSession } from '../../src/modules/auth/commands/refresh-session';
import { EndSessions } from '../../src/modules/auth/commands/end-sessions';
import { hashOfRefreshToken, newRefreshToken } from '../../src/modules/auth/domain/session';
import { LiveSessions } from '../../src/modules/auth/ports/live-sessions';
import { SessionRepository } from '../../src/modules/auth/ports/session-repository';
import { UserRepository } from '../../src/modules/auth/ports/user-repository';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';

/** What is promised to whoever is disabled or loses a role. */
const FELT_WITHIN_MS = 5_000;
const FELT_AT_ONCE_MS = 1_000;

describe('a session', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  let sessions: SessionRepository;
  let userId: UserId;
  let sessionId: SessionId;
  let token: string;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    database = app.get(Database);
    sessions = of(SessionRepository);
  });

  beforeEach(async () => {
    userId = await newUser();
    const grant = await app.get(UnitOfWork).run(() => of(OpenSession).execute(userId, SYSTEM.origin));
    sessionId = grant.sessionId;
    token = grant.refreshToken;
  });

  afterAll(async () => {
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const spend = (text: string = token) =>
    app.get(UnitOfWork).run(() => sessions.spend(hashOfRefreshToken(text)));
  const refresh = () => of(RefreshSession).execute({ refreshToken: token, origin: SYSTEM.origin });
  const isRevoked = async () =>
    (await database.first<{ reason: string | null }>(
      'SELECT revoked_for AS reason FROM sessions WHERE id = $1',
      [sessionId],
    ))!.reason;
  const age = (seconds: number) =>
    database.query(
      'UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $2) WHERE session_id = $1',
      [sessionId, seconds],
    );

  it('lets exactly one of twenty refreshes at the same moment be the first', async () => {
    const spent = await Promise.all(Array.from({ length: 20 }, () => spend()));
    const outcomes = spent.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'fresh')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'graced')).toHaveLength(19);
    expect(spent[0]).toMatchObject({ sessionId, userId });
  });

  it('forgives a second use within ten seconds and no later one', async () => {
    expect((await spend()).outcome).toBe('fresh');
    await age(9);
    expect((await spend()).outcome).toBe('graced');
    await age(2);
    expect((await spend()).outcome).toBe('reused');
  });

  it('ends for everybody when a used refresh token comes back, and stays ended', async () => {
    const successor = await refresh();
    await age(11);
    await expect(refresh()).rejects.toThrow('log in again');
    expect(await isRevoked()).toBe('reuse');
    expect((await spend(successor.refreshToken)).outcome).toBe('refused');
    expect(await of(LiveSessions).identify(sessionId)).toBeNull();
  });

  it('takes no unknown, expired or revoked token', async () => {
    expect((await spend(newRefreshToken())).outcome).toBe('refused');
    await database.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE session_id = $1`,
      [sessionId],
    );
    expect((await spend()).outcome).toBe('refused');
    await database.query(
      `UPDATE refresh_tokens SET expires_at = now() + interval '1 day' WHERE session_id = $1`,
      [sessionId],
    );
    await sessions.revoke(sessionId, 'logout');
    expect((await spend()).outcome).toBe('refused');
  });

  it('keeps only the hash of a refresh token', async () => {
    const rows = await database.rows<{ hash: Buffer }>(
      'SELECT hash FROM refresh_tokens WHERE session_id = $1',
      [sessionId],
    );
    expect(rows.map(({ hash }) => hash.toString('hex'))).toEqual([hashOfRefreshToken(token).toString('hex')]);
  });

  it('does not survive a user who is disabled while the sign-in is under way', async () => {
    const late = await newUser();
    let commitSignIn = (): void => undefined;
    const held = new Promise<void>((resolve) => (commitSignIn = resolve));
    const opened = signal();
    const signIn = app.get(UnitOfWork).run(async () => {
      await of(OpenSession).execute(late, SYSTEM.origin);
      opened.give();
      await held;
    });
    await opened.given;
    const disabling = app.get(UnitOfWork).run(async () => {
      await of(UserRepository).disable(late);
      await of(EndSessions).all(SYSTEM, late, 'disabled');
    });
    await Promise.race([disabling, waitsForALock()]);
    commitSignIn();
    await Promise.allSettled([signIn, disabling]);
    const live = await database.rows('SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [
      late,
    ]);
    expect(live).toEqual([]);
  });

  it('loses its rights within five seconds on a process that no fact reaches', async () => {
    const live = of(LiveSessions);
    expect((await live.identify(sessionId))?.role).toBe('user');
    await of(UserRepository).grantAdmin(userId);
    await eventually(
      'the role is seen',
      async () => (await live.identify(sessionId))?.role === 'admin',
      FELT_WITHIN_MS,
    );
    await of(UserRepository).disable(userId);
    await eventually(
      'the user is out',
      async () => (await live.identify(sessionId)) === null,
      FELT_WITHIN_MS,
    );
    await sessions.revokeAll(userId, 'disabled');
  }, 15_000);

  it('loses its rights at once where the fact arrives', async () => {
    const worker = await startWorker(environment);
    const live = of(LiveSessions);
    await live.identify(sessionId);
    await app.get(UnitOfWork).run(() => of(EndSessions).one(SYSTEM, { sessionId, userId }, 'logout'));
    await eventually(
      'the session is over',
      async () => (await live.identify(sessionId)) === null,
      FELT_AT_ONCE_MS,
    );
    await worker.close();
  });

  function of<T>(port: abstract new (...parameters: never[]) => T): T {
    return app.get<T>(port, { strict: false });
  }

  async function newUser(): Promise<UserId> {
    const id = newId<'user'>();
    const email = `${id}@example.org`;
    await of(UserRepository).insert({ id, email, name: null, passwordHash: 'none', isAdmin: false });
    return id;
  }

  async function waitsForALock(): Promise<void> {
    await eventually('somebody waits for a lock', () =>
      database.first(
        `SELECT 1 AS waits FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    );
  }
});

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}
