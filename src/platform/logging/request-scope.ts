import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of one request or job carries. Nothing is decided by it: who acts is an argument, not ambience. */
export interface RequestScope {
  readonly requestId: string;
  readonly jobId?: string;
}

const scopes = new AsyncLocalStorage<RequestScope>();

export function runInRequestScope<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

export function currentRequestScope(): RequestScope | undefined {
  return scopes.getStore();
}
