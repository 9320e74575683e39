import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { currentIdempotencyScope, type IdempotencyScope } from './idempotency-scope';
import { IdempotencyInFlight, IdempotencyKeyReused } from './idempotency.errors';
import { keyHash, open, seal } from './sealed-outcome';

interface StoredOutcome {
  readonly fingerprint: Buffer;
  readonly sealed_outcome: Buffer;
}

/**
 * Makes the first unit of work of a request with an Idempotency-Key happen once. What that unit returns is recorded in
 * its own transaction; a repetition gets it back instead of doing the work again, and the rest of the handler (presenting,
 * signing URLs) runs anew. So a crash between commit and answer costs the caller nothing but a second request.
 */
@Injectable()
export class IdempotentEffects {
  constructor(private readonly database: Database) {}

  /** Call inside a transaction. */
  async once<T>(work: () => Promise<T>): Promise<T> {
    const scope = currentIdempotencyScope();
    if (scope?.outcome !== 'pending') return work();
    await this.lock(scope);
    const stored = await this.find(scope);
    if (stored !== undefined) return replay(scope, stored) as T;
    const outcome = await work();
    await this.record(scope, outcome);
    scope.outcome = 'recorded';
    return outcome;
  }

  /** Held until the transaction ends, also by a crash: there is no "in flight" row that could be left behind. */
  private async lock(scope: IdempotencyScope): Promise<void> {
    const row = await this.database.first<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1::bigint) AS locked',
      [keyHash(scope).readBigInt64BE().toString()],
    );
    if (row?.locked !== true) throw IdempotencyInFlight(undefined, { retryAfterSeconds: 1 });
  }

  private find(scope: IdempotencyScope): Promise<StoredOutcome | undefined> {
    return this.database.first<StoredOutcome>(
      `SELECT idempotency_keys.fingerprint, idempotency_keys.sealed_outcome
         FROM idempotency_keys
        WHERE idempotency_keys.key_hash = $1 AND idempotency_keys.expires_at > now()`,
      [keyHash(scope)],
    );
  }

  private async record(scope: IdempotencyScope, outcome: unknown): Promise<void> {
    await this.database.query(
      `INSERT INTO idempotency_keys (key_hash, fingerprint, sealed_outcome, expires_at)
       VALUES ($1, $2, $3, now() + interval '24 hours')
       ON CONFLICT (key_hash) DO UPDATE
         SET fingerprint = excluded.fingerprint, sealed_outcome = excluded.sealed_outcome,
             expires_at = excluded.expires_at`,
      [keyHash(scope), scope.fingerprint, seal(scope, outcome)],
    );
  }
}

function replay(scope: IdempotencyScope, stored: StoredOutcome): unknown {
  if (!stored.fingerprint.equals(scope.fingerprint)) throw IdempotencyKeyReused();
  scope.outcome = 'replayed';
  return open(scope, stored.sealed_outcome);
}
