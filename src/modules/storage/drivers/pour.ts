import type { Readable, Writable } from 'node:stream';

/**
 * Like `pipeline`, but leaves the source alone when the target fails: it may be a request on whose socket an answer is still
 * to be written. Resolves when the target has taken everything; rejects when it is closed.
 */
export function pour(source: Readable, target: Writable, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    const fail = (error: Error): void => {
      if (failure !== null) return;
      failure = error;
      source.unpipe(target);
      source.pause();
      if (target.closed) settle();
      else target.destroy();
    };
    const broken = (): void => {
      if (!source.readableEnded) fail(source.errored ?? new Error('the source ended before its end'));
    };
    const aborted = (): void => fail(new Error('the transfer was aborted', { cause: signal?.reason }));
    const settle = (): void => {
      source.off('error', fail).off('close', broken);
      signal?.removeEventListener('abort', aborted);
      if (failure !== null) reject(failure);
      else if (target.writableFinished) resolve();
      else reject(new Error('the target was closed'));
    };
    source.once('error', fail).once('close', broken);
    target.once('error', fail).once('close', settle);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted === true) aborted();
    else if (source.destroyed && !source.readableEnded) broken();
    else if (target.closed) settle();
    else source.pipe(target);
  });
}
