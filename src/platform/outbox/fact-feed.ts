import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database';
import { Logger } from '../logging/logger';
import { RedisSubscription } from '../redis/redis-subscription';
import { RedisConfig } from '../redis/redis.config';
import { PUBLISHED_FACT_COLUMNS, type PublishedFact } from './published-fact';

export type FactListener = (fact: PublishedFact) => void;

const CATCH_UP_MS = 2_000;
const CATCH_UP_LIMIT = 1_000;

export function factChannel(config: RedisConfig): string {
  return `${config.queuePrefix}:facts`;
}

/**
 * Every published fact, in order, once per process, from the moment it started. Redis brings them at once; whatever it
 * lost is read from Postgres, at a gap and every two seconds.
 */
@Injectable()
export class FactFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners: FactListener[] = [];
  private position: number | null = null;
  private catchingUp: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    subscription: RedisSubscription,
    config: RedisConfig,
  ) {
    subscription.hear(factChannel(config), (text) => this.receive(text));
  }

  onFact(listener: FactListener): void {
    this.listeners.push(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    const head = await this.database.first<{ position: number }>(
      'SELECT outbox_head.position::float8 AS position FROM outbox_head',
    );
    this.position = head?.position ?? 0;
    this.timer = setInterval(() => void this.catchUp(), CATCH_UP_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** Others may publish on any channel: what is not a fact of ours only makes us look into Postgres. */
  private receive(text: string): void {
    const fact = parseFact(text);
    if (fact === null || this.position === null || fact.position > this.position + 1) void this.catchUp();
    else this.deliver(fact);
  }

  private deliver(fact: PublishedFact): void {
    if (this.position === null || fact.position <= this.position) return;
    this.position = fact.position;
    for (const listener of this.listeners) this.tell(listener, fact);
  }

  /** One listener's fault is not the others'. */
  private tell(listener: FactListener, fact: PublishedFact): void {
    try {
      listener(fact);
    } catch (err) {
      this.logger.error({ err, fact_type: fact.type }, 'fact listener failed');
    }
  }

  /** One at a time: two would deliver twice. */
  private catchUp(): Promise<void> {
    this.catchingUp ??= this.readMissed().finally(() => {
      this.catchingUp = null;
    });
    return this.catchingUp;
  }

  private async readMissed(): Promise<void> {
    try {
      const missed = await this.database.rows<PublishedFact>(
        `SELECT ${PUBLISHED_FACT_COLUMNS} FROM outbox
          WHERE outbox.position > $1 ORDER BY outbox.position LIMIT ${String(CATCH_UP_LIMIT)}`,
        [this.position],
      );
      for (const fact of missed) this.deliver(fact);
    } catch (err) {
      this.logger.debug({ err }, 'fact feed could not read postgres');
    }
  }
}

function parseFact(text: string): PublishedFact | null {
  try {
    const fact = JSON.parse(text) as Partial<PublishedFact> | null;
    return typeof fact?.position === 'number' && typeof fact.type === 'string'
      ? (fact as PublishedFact)
      : null;
  } catch {
    return null;
  }
}
