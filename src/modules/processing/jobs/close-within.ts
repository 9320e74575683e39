import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 2_000;

/** Closing waits for a connection that may never come: a process that stops does not wait for that. */
export async function closeWithin(resource: { close(force?: boolean): Promise<unknown> }): Promise<void> {
  const closed = resource.close(true).catch(() => undefined);
  await Promise.race([closed, pause(LIMIT_MS, undefined, { ref: false })]);
}
