import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Client, Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Database, type SqlResult } from './database';
import { isDatabaseAway } from './database-failure';

interface Transaction {
  readonly client: PoolClient & Client;
  readonly manager: EntityManager;
  readonly whenOver: (() => Promise<void>)[];
}

/**
 * The one door to the connection pool. Plain SQL goes to the driver directly: TypeORM's own `query` costs more and hides
 * the row count of an UPDATE.
 */
@Injectable()
export class TypeormDatabase extends Database {
  private readonly transactions = new AsyncLocalStorage<Transaction>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<SqlResult<Row>> {
    const client = this.transactions.getStore()?.client ?? this.pool;
    const { rows, rowCount } = await client.query<Row>(sql, [...parameters]);
    return { rows, count: rowCount ?? 0 };
  }

  get entities(): EntityManager {
    return this.transactions.getStore()?.manager ?? this.dataSource.manager;
  }

  get isInTransaction(): boolean {
    return this.transactions.getStore() !== undefined;
  }

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** False where nothing is running that it could wait for. */
  whenOver(work: () => Promise<void>): boolean {
    const transaction = this.transactions.getStore();
    transaction?.whenOver.push(work);
    return transaction !== undefined;
  }

  /** Runs work with every query of it on one connection, between BEGIN and COMMIT. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const whenOver: Transaction['whenOver'] = [];
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient & Client;
      return await this.between(runner, { client, manager: runner.manager, whenOver }, work);
    } finally {
      await runner.release();
      // What was committed stays so, whatever becomes of these.
      await Promise.allSettled(whenOver.map((each) => each()));
    }
  }

  private async between<T>(
    runner: QueryRunner,
    transaction: Transaction,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      await runner.startTransaction();
      const result = await this.transactions.run(transaction, work);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that fell silent would take as long again to roll back, and then wait in the pool for the next one.
      if (isDatabaseAway(error)) void transaction.client.end();
      else await rollBack(runner);
      throw error;
    }
  }
}

/** The first error is the one to tell. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch(() => undefined);
}
