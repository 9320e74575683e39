import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DatabaseConfig } from '../database/database.config';
import { TypeormDatabase } from '../database/typeorm-database';
import { within } from '../time/within';
import { MetricsRegistry } from './metrics-registry';

/** A scrape tells the other figures even when Postgres takes questions and answers none. */
const SCRAPE_PATIENCE_MS = 2_000;

@Injectable()
export class DatabaseGauges implements OnModuleInit {
  constructor(
    private readonly metrics: MetricsRegistry,
    private readonly database: TypeormDatabase,
    private readonly config: DatabaseConfig,
  ) {}

  onModuleInit(): void {
    const { database, config } = this;
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'postgres_connections_active',
      help: 'Connections of this process that are at work.',
      registers,
      collect() {
        this.set(database.pool.totalCount - database.pool.idleCount);
      },
    });
    new Gauge({
      name: 'postgres_connections_max',
      help: 'Connections that this process may hold.',
      registers,
      collect() {
        this.set(config.poolSize);
      },
    });
    new Gauge({
      name: 'outbox_oldest_waiting_seconds',
      help: 'Age of the oldest fact that no relay has published; not set while Postgres is out of reach.',
      registers,
      async collect() {
        this.set((await oldestWaitingSeconds(database)) ?? Number.NaN);
      },
    });
  }
}

async function oldestWaitingSeconds(database: TypeormDatabase): Promise<number | undefined> {
  const question = database.first<{ seconds: number }>(
    `SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(outbox.occurred_at)), 0)::float8 AS seconds
       FROM outbox WHERE outbox.position IS NULL`,
  );
  try {
    return (await within(SCRAPE_PATIENCE_MS, question))?.seconds;
  } catch {
    return undefined;
  }
}
