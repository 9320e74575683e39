import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import type { PoolClient } from 'pg';
import { TypeormDatabase } from '../database/typeorm-database';
import { Logger } from '../logging/logger';
import { RedisCourier } from '../redis/redis-courier';
import { RedisConfig } from '../redis/redis.config';
import { factChannel } from './fact-feed';
import { OUTBOX_BELL, PUBLISHED_FACT_COLUMNS, type PublishedFact } from './published-fact';

const RELAY_LOCK = 7_261_002;
const BATCH = 100;
const POLL_MS = 1_000;

/**
 * Gives committed facts their position and announces them. Any number of processes run it: an advisory lock lets one write
 * at a time, so positions have no gaps. The announcement may be lost; readers find what they missed in Postgres.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly channel: string;
  private bell: PoolClient | null = null;
  private wake: (() => void) | null = null;
  /** The bell rang since the last look: what rings while a batch is at work must not wait for the next poll. */
  private rang = false;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: TypeormDatabase,
    private readonly courier: RedisCourier,
    private readonly logger: Logger,
    redis: RedisConfig,
  ) {
    this.channel = factChannel(redis);
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  /** Before the connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.loop;
    if (this.bell !== null) this.dropBell(this.bell);
  }

  /** One batch: how many facts were published. */
  async publishBatch(): Promise<number> {
    const facts = await this.database.transaction(() => this.numberBatch());
    if (facts.length === 0) return 0;
    crashPoint('C8-publish');
    await this.announce(facts);
    return facts.length;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const published = await this.attempt();
      if (published < BATCH) await this.pause();
    }
  }

  private async attempt(): Promise<number> {
    this.rang = false;
    try {
      await this.listen();
      return await this.publishBatch();
    } catch (err) {
      if (!this.stopped) this.logger.warn({ err }, 'outbox relay could not publish');
      return 0;
    }
  }

  private async numberBatch(): Promise<PublishedFact[]> {
    const lock = await this.database.first<{ held: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS held',
      [RELAY_LOCK],
    );
    if (lock?.held !== true) return [];
    const rows = await this.database.rows<PublishedFact>(
      `WITH batch AS (
         SELECT waiting.id, row_number() OVER (ORDER BY waiting.recorded) AS rank
           FROM (SELECT outbox.id, outbox.recorded FROM outbox
                  WHERE outbox.position IS NULL ORDER BY outbox.recorded LIMIT ${String(BATCH)}) AS waiting
       ), head AS (
         UPDATE outbox_head SET position = outbox_head.position + (SELECT count(*) FROM batch)
         RETURNING outbox_head.position - (SELECT count(*) FROM batch) AS base
       )
       UPDATE outbox SET position = head.base + batch.rank, published_at = now()
         FROM batch, head WHERE outbox.id = batch.id
       RETURNING ${PUBLISHED_FACT_COLUMNS}`,
    );
    return rows.sort((one, other) => one.position - other.position);
  }

  private async announce(facts: readonly PublishedFact[]): Promise<void> {
    try {
      await this.courier.ask((redis) =>
        facts
          .reduce((pipeline, fact) => pipeline.publish(this.channel, JSON.stringify(fact)), redis.pipeline())
          .exec(),
      );
    } catch {
      // Redis is away and said so already; the feeds read Postgres until it is back.
    }
  }

  private async listen(): Promise<void> {
    if (this.bell !== null) return;
    const client = await this.database.pool.connect();
    this.bell = client;
    client.on('notification', () => this.ring());
    client.on('error', () => this.dropBell(client));
    client.on('end', () => this.dropBell(client));
    await client.query(`LISTEN ${OUTBOX_BELL}`);
  }

  private ring(): void {
    this.rang = true;
    this.wake?.();
  }

  private dropBell(client: PoolClient): void {
    if (this.bell !== client) return;
    this.bell = null;
    client.release(true);
  }

  private pause(): Promise<void> {
    if (this.stopped || this.rang) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      this.wake = done;
    });
  }
}
