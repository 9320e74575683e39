import { PassThrough, type Readable } from 'node:stream';
import { unavailable } from './s3-failure';

const WINDOW_MS = 10_000;
const SLOWEST_BYTES_A_SECOND = 16 * 1024;

/**
 * What a store sends of an object. However it breaks off, the reader hears that the store is away; and it may not come so
 * slowly that its reader waits for ever. A reader that takes its time is left alone.
 */
export function arrivingBytes(body: Readable, signal?: AbortSignal): Readable {
  const taken = new PassThrough();
  let arrived = 0;
  const breakOff = (cause: unknown): void => {
    taken.destroy(unavailable(cause));
  };
  const stop = (): void => {
    taken.destroy(new Error('the transfer was aborted', { cause: signal?.reason }));
  };
  const pace = setInterval(() => {
    const isWaitedFor = taken.readableLength === 0 && !body.readableEnded;
    if (isWaitedFor && arrived < (SLOWEST_BYTES_A_SECOND * WINDOW_MS) / 1000)
      breakOff(new Error('the store sends too slowly'));
    arrived = 0;
  }, WINDOW_MS);
  body.on('data', (chunk: Buffer) => (arrived += chunk.length));
  body.once('error', breakOff);
  body.once('close', () => {
    if (!body.readableEnded) breakOff(new Error('the store broke off'));
  });
  signal?.addEventListener('abort', stop, { once: true });
  taken.once('close', () => {
    clearInterval(pace);
    signal?.removeEventListener('abort', stop);
    body.destroy();
  });
  return body.pipe(taken);
}
