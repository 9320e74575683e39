import type { INestApplicationContext } from '@nestjs/common';
import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { TypeormDatabase } from '#platform/database/typeorm-database';
import { RedisCourier } from '#platform/redis/redis-courier';
import { PasswordHasher } from '../../src/modules/auth/ports/password-hasher';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext } from '../support/running-app';

describe('a unit of work', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    database = app.get(Database);
    unitOfWork = app.get(UnitOfWork);
    await database.query('CREATE TABLE test_lines (text text PRIMARY KEY)');
  });

  beforeEach(() => database.query('DELETE FROM test_lines'));

  afterAll(async () => {
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const write = (text: string) => database.query('INSERT INTO test_lines (text) VALUES ($1)', [text]);
  const lines = async () =>
    (await database.rows<{ text: string }>('SELECT text FROM test_lines ORDER BY text')).map(
      ({ text }) => text,
    );

  it('makes everything in it visible at once, when it ends', async () => {
    const insideAndOutside = await unitOfWork.run(async () => {
      await write('one');
      await write('two');
      return { inside: await lines(), outside: await seenByAnotherConnection() };
    });
    expect(insideAndOutside).toEqual({ inside: ['one', 'two'], outside: 0 });
    expect(await lines()).toEqual(['one', 'two']);
  });

  it('leaves nothing behind when it throws, also of what nested units did', async () => {
    const failing = unitOfWork.run(async () => {
      await write('outer');
      await unitOfWork.run(() => write('nested'));
      throw new Error('too late');
    });
    await expect(failing).rejects.toThrow('too late');
    expect(await lines()).toEqual([]);
  });

  it('joins a nested unit to the outer one instead of committing it early', async () => {
    await unitOfWork.run(async () => {
      await unitOfWork.run(() => write('nested'));
      expect(await seenByAnotherConnection()).toBe(0);
    });
    expect(await lines()).toEqual(['nested']);
  });

  it('keeps units that run at the same time apart', async () => {
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((text, index) =>
        unitOfWork.run(async () => {
          await write(text);
          if (index % 2 === 1) throw new Error(`${text} is refused`);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect(await lines()).toEqual(['a', 'c', 'e']);
  });

  it('gives its connection back after a failure', async () => {
    const poolSize = Number(environment.variables.DATABASE_POOL_SIZE);
    for (let index = 0; index < poolSize * 2; index += 1) {
      await expect(unitOfWork.run(() => database.query('SELECT 1 / 0'))).rejects.toThrow('division by zero');
    }
    await unitOfWork.run(() => write('still works'));
    expect(await lines()).toEqual(['still works']);
  });

  it('refuses Redis and password hashes inside, and allows them outside', async () => {
    const courier = app.get(RedisCourier);
    const hasher = app.get(PasswordHasher);
    const ping = () => courier.ask((redis) => redis.ping());
    const hash = async () => hasher.hash('a password of this test');
    await expect(unitOfWork.run(ping)).rejects.toThrow('Redis was called inside a transaction');
    await expect(unitOfWork.run(hash)).rejects.toThrow('A password hash was called inside a transaction');
    expect(await ping()).toBe('PONG');
    expect(await hash()).toMatch(/^\$argon2id\$/);
  });

  it('takes facts, which nobody may record outside', async () => {
    const facts = app.get(FactLog);
    const fact = { type: 'test.happened', subject: { type: 'test', id: '1' }, ownerId: null, data: {} };
    await expect(facts.record(fact)).rejects.toThrow('test.happened was recorded outside a unit of work');
    await unitOfWork.run(() => facts.record(fact));
    const rows = await database.rows(`SELECT type FROM outbox WHERE type = 'test.happened'`);
    expect(rows).toHaveLength(1);
  });

  describe('and what waits until it is over', () => {
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      seen.push(...(await lines()), 'looked');
      await app.get(RedisCourier).ask((redis) => redis.ping());
    };

    beforeEach(() => seen.splice(0));

    it('is done when it has committed, also what a nested unit asked for, and before anybody hears that it is', async () => {
      await unitOfWork.run(async () => {
        await unitOfWork.run(async () => {
          await write('nested');
          await unitOfWork.whenOver(look);
        });
        expect(seen).toEqual([]);
      });
      expect(seen).toEqual(['nested', 'looked']);
    });

    it('is done when it has failed, since nobody can know of a commit whose answer was lost', async () => {
      const failing = unitOfWork.run(async () => {
        await write('undone');
        await unitOfWork.whenOver(look);
        throw new Error('refused');
      });
      await expect(failing).rejects.toThrow('refused');
      expect(seen).toEqual(['looked']);
    });

    it('undoes nothing when it fails itself', async () => {
      await unitOfWork.run(async () => {
        await write('kept');
        await unitOfWork.whenOver(() => Promise.reject(new Error('in vain')));
      });
      expect(await lines()).toEqual(['kept']);
    });

    it('is done at once where there is no unit', async () => {
      await unitOfWork.whenOver(look);
      expect(seen).toEqual(['looked']);
    });
  });

  /** Outside the unit's async scope the same query runs on another connection of the pool. */
  async function seenByAnotherConnection(): Promise<number> {
    const { rows } = await app
      .get(TypeormDatabase)
      .pool.query<{ count: number }>('SELECT count(*)::int AS count FROM test_lines');
    return rows[0]?.count ?? -1;
  }
});
