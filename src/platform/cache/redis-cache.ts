import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Counter } from 'prom-client';
import { MetricsRegistry } from '../metrics/metrics-registry';
import { RedisAway, RedisCourier } from '../redis/redis-courier';
import { RedisConfig } from '../redis/redis.config';
import { KEEP_ENTRY_LUA, NEVER, newEpoch, READ_ENTRY_LUA, SHAPE_LENGTH } from './cache-scripts';

const PAYS_EVERY_MS = 250;
const PAID_AT_ONCE = 1_000;

interface EntryTraits {
  /** As metrics call it. */
  readonly name: string;
  readonly lastingSeconds: number;
  /** What entries look like: those of another shape, written by another release, are not read. */
  readonly shape: string;
}

export interface CacheKind<T> extends EntryTraits {
  /** Null for what is not worth keeping. */
  readonly write: (value: T) => string | null;
  readonly read: (text: string) => T;
}

export interface CachePlace {
  readonly entry: string;
  /** Entries that become worthless together have one epoch: who forgets it forgets them all. */
  readonly epoch: string;
}

interface Permit {
  readonly epoch: string;
  readonly stamp: string;
}

interface CacheRedis extends Redis {
  framegateReadEntry(
    ...keysAndValues: [
      entry: string,
      epoch: string,
      trustedSince: string,
      shape: string,
      newEpoch: string,
      seconds: number,
    ]
  ): Promise<string | [stamp: string, epoch: string | null]>;
  framegateKeepEntry(
    ...keysAndValues: [
      entry: string,
      epoch: string,
      was: string,
      stamp: string,
      shape: string,
      text: string,
      seconds: number,
    ]
  ): Promise<0 | 1>;
}

/**
 * What was loaded more than once, kept in Redis for all processes until somebody forgets it. What was loaded before that is never
 * kept after it: a miss gives a permit to keep, and forgetting takes it back. A process that could not make Redis forget trusts
 * nothing that was asked for before it reached Redis again; nor does any process after a new connection, since a Redis that was
 * restarted may remember what it had been told to forget.
 */
@Injectable()
export class RedisCache {
  private readonly prefix: string;
  private readonly processPart = randomBytes(4).toString('hex');
  private readonly reads: Counter<'cache' | 'result'>;
  private trustedSince = NEVER;
  private doubts = 0;
  private timesConnected = 0;
  private readonly owed = new Set<string>();
  private isPaying = false;

  constructor(
    private readonly courier: RedisCourier,
    config: RedisConfig,
    metrics: MetricsRegistry,
  ) {
    this.prefix = `${config.queuePrefix}:`;
    courier.teach('framegateReadEntry', { numberOfKeys: 2, lua: READ_ENTRY_LUA });
    courier.teach('framegateKeepEntry', { numberOfKeys: 2, lua: KEEP_ENTRY_LUA });
    this.reads = new Counter({
      name: 'cache_reads_total',
      help: 'Reads of a cache in Redis: hit, miss, or away when Redis was out of reach.',
      labelNames: ['cache', 'result'],
      registers: [metrics.registry],
    });
  }

  /** What is in the cache, else what is loaded. Nobody waits until it is kept. */
  async read<T>(kind: CacheKind<T>, place: CachePlace, load: () => Promise<T>): Promise<T> {
    const found = await this.find(kind, place);
    if (found !== null && 'value' in found) return found.value;
    const value = await load();
    const text = found === null ? null : kind.write(value);
    if (found !== null && text !== null) void this.keep(kind, place, found, text);
    return value;
  }

  /**
   * Entries and epochs. Who could not reach Redis doubts what is there, and tells it as soon as it is back; other processes also
   * hear of the change as a fact.
   */
  async forget(keys: readonly string[]): Promise<void> {
    const names = keys.map((key) => this.prefix + key);
    if (await this.unlink(names)) return;
    this.doubt();
    for (const name of names) this.owed.add(name);
    if (!this.isPaying) void this.payDebts();
  }

  private async find<T>(kind: CacheKind<T>, place: CachePlace): Promise<{ value: T } | Permit | null> {
    try {
      const answer = await this.ask(kind, place);
      const isHit = typeof answer === 'string';
      this.count(kind, isHit ? 'hit' : 'miss');
      if (isHit) return { value: kind.read(answer) };
      const [stamp, epoch] = answer;
      return epoch === null ? null : { epoch, stamp };
    } catch (error) {
      if (!(error instanceof RedisAway)) throw error;
      this.count(kind, 'away');
      return null;
    }
  }

  private async ask({ shape, lastingSeconds }: EntryTraits, { entry, epoch }: CachePlace) {
    const { timesConnected } = this.courier;
    if (timesConnected !== this.timesConnected) this.doubt();
    this.timesConnected = timesConnected;
    const { doubts, trustedSince, prefix } = this;
    const answer = await this.courier.ask((redis) =>
      (redis as CacheRedis).framegateReadEntry(
        prefix + entry,
        prefix + epoch,
        trustedSince,
        shape,
        newEpoch(this.processPart),
        lastingSeconds,
      ),
    );
    const isFirstSinceDoubt = this.trustedSince === NEVER && this.doubts === doubts;
    if (isFirstSinceDoubt && typeof answer !== 'string') this.trustedSince = answer[0];
    return answer;
  }

  private async keep(
    { shape, lastingSeconds }: EntryTraits,
    place: CachePlace,
    { epoch, stamp }: Permit,
    text: string,
  ): Promise<void> {
    const [entryKey, epochKey] = [this.prefix + place.entry, this.prefix + place.epoch];
    await this.courier
      .ask((redis) =>
        (redis as CacheRedis).framegateKeepEntry(
          entryKey,
          epochKey,
          epoch,
          stamp,
          shape,
          text,
          lastingSeconds,
        ),
      )
      .catch(() => undefined);
  }

  private async unlink(names: readonly string[]): Promise<boolean> {
    try {
      await this.courier.ask((redis) => redis.unlink(...names));
      return true;
    } catch (error) {
      if (error instanceof RedisAway) return false;
      throw error;
    }
  }

  private async payDebts(): Promise<void> {
    this.isPaying = true;
    while (this.owed.size > 0) {
      await pause(PAYS_EVERY_MS, undefined, { ref: false });
      const names = [...this.owed].slice(0, PAID_AT_ONCE);
      if (await this.unlink(names)) for (const name of names) this.owed.delete(name);
    }
    this.isPaying = false;
  }

  private doubt(): void {
    this.doubts += 1;
    this.trustedSince = NEVER;
  }

  private count({ name }: EntryTraits, result: 'hit' | 'miss' | 'away'): void {
    this.reads.inc({ cache: name, result });
  }
}

/** Of what an entry is made from, such as the columns of its statement. */
export function shapeOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SHAPE_LENGTH);
}
