import { AsyncLocalStorage } from 'node:async_hooks';

/** One request that carries an Idempotency-Key. */
export interface IdempotencyScope {
  /** Whose key it is: keys of different callers never meet. */
  readonly principal: string;
  readonly operation: string;
  readonly key: string;
  /** Method, path and body: the same key with another request is a mistake of the caller. */
  readonly fingerprint: Buffer;
  outcome: 'pending' | 'recorded' | 'replayed';
}

const scopes = new AsyncLocalStorage<IdempotencyScope>();

export function runInIdempotencyScope<T>(scope: IdempotencyScope, work: () => T): T {
  return scopes.run(scope, work);
}

export function currentIdempotencyScope(): IdempotencyScope | undefined {
  return scopes.getStore();
}
