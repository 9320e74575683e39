import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { EVERY_SCOPE, SYSTEM, type Person } from '#kernel/actor';
import { newId, type UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { FirstAdminAtStart } from '#modules/auth';
import { Database } from '#platform/database/database';
import { EnsureFirstAdmin } from '../../src/modules/auth/commands/ensure-first-admin';
import { LogIn } from '../../src/modules/auth/commands/log-in';
import { RegisterUser } from '../../src/modules/auth/commands/register-user';
import { UpdateUser } from '../../src/modules/auth/commands/update-user';
import { LiveSessions } from '../../src/modules/auth/ports/live-sessions';
import { UserRepository } from '../../src/modules/auth/ports/user-repository';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext } from '../support/running-app';

const ROUNDS = 10;
/** Entered before any unit of work, so that what runs in it belongs to none. */
const outsideOf = AsyncLocalStorage.snapshot();
const OWNER_ONLY = 0o600;
const NO_ADMIN_CONFIGURED = { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' };
const PASSWORD = 'a long enough password';

describe('admins', () => {
  const environments: TestEnvironment[] = [];
  const apps: INestApplicationContext[] = [];

  afterEach(async () => {
    expect(await brokenInvariants(apps[0]!)).toEqual([]);
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await Promise.all(environments.splice(0).map((environment) => environment.remove()));
  });

  it('cannot both unseat each other at the same moment', async () => {
    const [app] = await startProcesses(1);
    for (let round = 0; round < ROUNDS; round += 1) {
      await app!.get(Database).query('UPDATE users SET is_admin = false');
      const [one, other] = [await newAdmin(app!), await newAdmin(app!)];
      const changes = round % 2 === 0 ? { isAdmin: false } : { isDisabled: true };
      const outcomes = await Promise.allSettled([
        of(app!, UpdateUser).execute({ actor: actorOf(one), userId: other, changes }),
        of(app!, UpdateUser).execute({ actor: actorOf(other), userId: one, changes }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await activeAdmins(app!)).toHaveLength(1);
    }
  });

  it('are one when five processes start on an empty database, with a password that only their machine knows', async () => {
    const started = await startProcesses(5, NO_ADMIN_CONFIGURED);
    const seating = await whileNobodyCanInsert(started[0]!, started.length, () =>
      started.map((app) => app.get(FirstAdminAtStart, { strict: false }).run()),
    );
    await Promise.all(seating);
    const [admin, ...more] = await activeAdmins(started[0]!);
    expect(more).toEqual([]);
    const note = path.join(environments[0]!.dataFolder, 'first-admin.txt');
    expect((await stat(note)).mode & 0o777).toBe(OWNER_ONLY);
    const [, email = '', password = ''] =
      /^email: (.+)\npassword: (.+)\n$/.exec(await readFile(note, 'utf8')) ?? [];
    expect(email).toBe(admin?.email);
    const grant = await of(started[0]!, LogIn).execute({ email, password, origin: SYSTEM.origin });
    expect(grant.userId).toBe(admin?.id);
  });

  it('are not made again while there is one, whatever the configuration says', async () => {
    const [app] = await startProcesses(1);
    expect(await of(app!, EnsureFirstAdmin).execute()).toEqual({ email: 'admin@example.org', noteAt: null });
    expect(await of(app!, EnsureFirstAdmin).execute()).toBeNull();
    expect(await activeAdmins(app!)).toHaveLength(1);
  });

  it('include the account that somebody made with the configured address, but not who made it', async () => {
    const [app] = await startProcesses(1, { ADMIN_EMAIL: 'Ada@example.org', ADMIN_PASSWORD: PASSWORD });
    const squatter = { email: 'ada@example.org', password: 'the password of a squatter', name: null };
    const before = await of(app!, RegisterUser).execute({ ...squatter, origin: SYSTEM.origin });
    await of(app!, EnsureFirstAdmin).execute();
    expect(await activeAdmins(app!)).toEqual([{ id: before.userId, email: 'ada@example.org' }]);
    const attempt = (password: string) =>
      of(app!, LogIn).execute({ email: 'ada@example.org', password, origin: SYSTEM.origin });
    await expect(attempt(squatter.password)).rejects.toThrow('wrong');
    expect((await attempt(PASSWORD)).userId).toBe(before.userId);
    expect(await of(app!, LiveSessions).identify(before.sessionId)).toBeNull();
  });

  async function startProcesses(count: number, variables: Readonly<Record<string, string>> = {}) {
    const environment = await createTestEnvironment(variables);
    environments.push(environment);
    apps.push(...(await Promise.all(Array.from({ length: count }, () => startApiContext(environment)))));
    return apps;
  }

  async function newAdmin(app: INestApplicationContext): Promise<UserId> {
    const id = newId<'user'>();
    const email = `${id}@example.org`;
    await of(app, UserRepository).insert({ id, email, name: null, passwordHash: 'none', isAdmin: true });
    return id;
  }

  /** All of them have seen that there is no admin, and stand before the insertion, when the first may go on. */
  async function whileNobodyCanInsert<T>(
    app: INestApplicationContext,
    waiting: number,
    begin: () => readonly Promise<T>[],
  ): Promise<readonly Promise<T>[]> {
    const database = app.get(Database);
    return app.get(UnitOfWork).run(async () => {
      await database.query('LOCK TABLE users IN SHARE MODE');
      const begun = outsideOf(begin);
      await eventually('all of them wait', async () => {
        // Within one transaction Postgres would show the same moment again and again.
        const row = await outsideOf(() =>
          database.first<{ count: number }>(
            `SELECT count(*)::int AS count FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          ),
        );
        return row?.count === waiting;
      });
      return begun;
    });
  }

  function activeAdmins(app: INestApplicationContext) {
    return app
      .get(Database)
      .rows<{ id: string; email: string }>(
        'SELECT id, email FROM users WHERE is_admin AND disabled_at IS NULL',
      );
  }
});

function of<T>(app: INestApplicationContext, port: abstract new (...parameters: never[]) => T): T {
  return app.get<T>(port, { strict: false });
}

function actorOf(userId: UserId): Person {
  return {
    kind: 'user',
    userId,
    credential: { kind: 'session', id: newId<'session'>() },
    role: 'admin',
    memberships: [],
    scopes: EVERY_SCOPE,
    origin: SYSTEM.origin,
  };
}
