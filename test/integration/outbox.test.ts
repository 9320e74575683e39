import type { INestApplicationContext } from '@nestjs/common';
import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { FactFeed } from '#platform/outbox/fact-feed';
import type { PublishedFact } from '#platform/outbox/published-fact';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startRelay, untilRedisIsBack } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway } from '../support/while-away';

/** A fact must reach who listens within so long; without the bell, the relay would look only once a second. */
const BELL_LIMIT_MS = 500;
/** Postgres ends a transaction whose client says nothing for ten seconds. */
const HANGING_LIMIT_MS = 15_000;

describe('the outbox', () => {
  let environment: TestEnvironment;
  let redisProxy: TcpProxy;
  let databaseProxy: TcpProxy;
  let writer: INestApplicationContext;
  let database: Database;
  let heard: PublishedFact[];
  const relays: INestApplicationContext[] = [];

  beforeAll(async () => {
    environment = await createTestEnvironment();
    redisProxy = await TcpProxy.before(environment.variables.REDIS_URL!);
    databaseProxy = await TcpProxy.before(environment.variables.DATABASE_URL!);
    const variables = { REDIS_URL: redisProxy.through(environment.variables.REDIS_URL!) };
    writer = await startApiContext(environment, { variables });
    database = writer.get(Database);
    writer.get(FactFeed).onFact((fact) => heard.push(fact));
  });

  beforeEach(() => (heard = []));

  afterEach(async () => {
    await eventually('every fact is published', async () => (await waiting()) === 0);
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
  });

  afterAll(async () => {
    await untilRedisIsBack(writer);
    expect(await brokenInvariants(writer)).toEqual([]);
    await writer.close();
    await redisProxy.close();
    await databaseProxy.close();
    await environment.remove();
  });

  it('publishes nothing of a unit that failed', async () => {
    await startRelays(1);
    const failing = writer.get(UnitOfWork).run(async () => {
      await recordFact('undone');
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    await record('done');
    await untilHeard(1);
    expect(heard.map(({ subjectId }) => subjectId)).toEqual(['done']);
    expect(await database.rows(`SELECT id FROM outbox WHERE subject_id = 'undone'`)).toEqual([]);
  });

  it('publishes what was committed while no relay ran, as soon as one runs', async () => {
    await record('orphaned');
    expect(await waiting()).toBe(1);
    await startRelays(1);
    await untilHeard(1);
    expect(heard[0]).toMatchObject({
      subjectId: 'orphaned',
      type: 'test.happened',
      data: { said: 'orphaned' },
    });
  });

  it('goes on after a relay lost Postgres', async () => {
    await startRelays(1, { DATABASE_URL: databaseProxy.through(environment.variables.DATABASE_URL!) });
    await record('before');
    await untilHeard(1);
    await whileAway([databaseProxy], 'cut', () => record('meanwhile'));
    await untilHeard(2);
    await record('afterwards');
    await untilHeard(3);
    expect(heard.map(({ subjectId }) => subjectId)).toEqual(['before', 'meanwhile', 'afterwards']);
  });

  it('lets another relay take over from one that hangs, once Postgres has given it up', async () => {
    await startRelays(1, { DATABASE_URL: databaseProxy.through(environment.variables.DATABASE_URL!) });
    await whileAway([databaseProxy], 'blackhole', async () => {
      await record('left behind');
      await startRelays(1);
      await untilHeard(1, HANGING_LIMIT_MS);
    });
    expect(heard[0]).toMatchObject({ subjectId: 'left behind' });
  }, 30_000);

  it('numbers a thousand facts of twenty writers without gap or double, with four relays at work', async () => {
    const first = (await head()) + 1;
    await startRelays(4);
    await Promise.all(Array.from({ length: 20 }, (_, name) => recordMany(50, `writer ${String(name)}`)));
    await untilHeard(1_000, 20_000);
    expect(heard.map(({ position }) => position)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => first + index),
    );
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1_000);
    expect(await head()).toBe(first + 999);
    expect(await waiting()).toBe(0);
  }, 30_000);

  it('keeps the order of one writer', async () => {
    await startRelays(2);
    await recordMany(120, 'in order');
    await untilHeard(120);
    expect(heard.map(({ data }) => data.index)).toEqual(Array.from({ length: 120 }, (_, index) => index));
  });

  it('brings every fact in order and once while Redis is away, and after it came back', async () => {
    await startRelays(2, { REDIS_URL: redisProxy.through(environment.variables.REDIS_URL!) });
    await whileAway([redisProxy], 'cut', async () => {
      await recordMany(150, 'away');
      await untilHeard(150);
    });
    await recordMany(50, 'back');
    await untilHeard(200);
    const first = heard[0]!.position;
    expect(heard.map(({ position }) => position)).toEqual(
      Array.from({ length: 200 }, (_, index) => first + index),
    );
  });

  it('fills a gap from Postgres before it goes on', async () => {
    const mute = await TcpProxy.before(environment.variables.REDIS_URL!);
    await startRelays(1, { REDIS_URL: mute.through(environment.variables.REDIS_URL!) });
    mute.cut();
    await recordMany(5, 'numbered but not announced');
    await eventually('the relay numbered them', async () => (await waiting()) === 0);
    await relays.pop()!.close();
    await mute.close();
    await startRelays(1);
    await record('after the gap');
    await untilHeard(6, BELL_LIMIT_MS);
    expect(heard.map(({ data }) => data.index ?? 'last')).toEqual([0, 1, 2, 3, 4, 'last']);
  });

  it('wakes the relay at once instead of letting it look once a second', async () => {
    await startRelays(2);
    await record('warm');
    await untilHeard(1);
    for (let index = 2; index <= 6; index += 1) {
      const startedAt = performance.now();
      await record(`rung ${String(index)}`);
      await untilHeard(index);
      expect(performance.now() - startedAt).toBeLessThan(BELL_LIMIT_MS);
    }
  });

  it('does not miss the bell that rings while the relay is at work', async () => {
    await startRelays(1);
    await record('warm');
    await untilHeard(1);
    for (let index = 0; index < 30; index += 1) await record(`quickly ${String(index)}`);
    const written = performance.now();
    await untilHeard(31);
    expect(performance.now() - written).toBeLessThan(BELL_LIMIT_MS);
  });

  async function startRelays(count: number, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      relays.push(await startRelay(environment, variables));
    }
  }

  function recordFact(
    subject: string,
    data: Readonly<Record<string, unknown>> = { said: subject },
  ): Promise<void> {
    const target = { type: 'test', id: subject };
    return writer.get(FactLog).record({ type: 'test.happened', subject: target, ownerId: null, data });
  }

  function record(subject: string, data?: Readonly<Record<string, unknown>>): Promise<void> {
    return writer.get(UnitOfWork).run(() => recordFact(subject, data));
  }

  async function recordMany(count: number, by: string): Promise<void> {
    for (let index = 0; index < count; index += 1) await record(by, { index });
  }

  async function untilHeard(count: number, limitMs?: number): Promise<void> {
    await eventually(`${String(count)} facts are heard`, () => heard.length >= count, limitMs);
    expect(heard).toHaveLength(count);
  }

  async function head(): Promise<number> {
    const row = await database.first<{ position: number }>(
      'SELECT position::float8 AS position FROM outbox_head',
    );
    return row?.position ?? -1;
  }

  async function waiting(): Promise<number> {
    const row = await database.first<{ count: number }>(
      'SELECT count(*)::int AS count FROM outbox WHERE position IS NULL',
    );
    return row?.count ?? -1;
  }
});
