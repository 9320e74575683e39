import type { Readable, Writable } from 'node:stream';

/**
 * Like `pipeline`, but leaves the source alone when the target fails: it may be a request on whose socket an answer is still
 * to be written. Resolves when the target has taken everything.
 */
export function pour(source: Readable, target: Writable, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const release = (): void => {
      source.off('error', fail).off('close', broken);
      signal?.removeEventListener('abort', aborted);
    };
    const fail = (error: Error): void => {
      release();
      source.unpipe(target);
      source.pause();
      target.once('close', () => reject(error));
      target.destroy();
    };
    const broken = (): void => {
      if (!source.readableEnded) fail(new Error('the source ended before its end'));
    };
    const aborted = (): void => fail(new Error('the transfer was aborted', { cause: signal?.reason }));
    target.once('error', fail).once('finish', () => {
      release();
      resolve();
    });
    source.once('error', fail).once('close', broken);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted === true) aborted();
    else if (source.destroyed && !source.readableEnded) broken();
    else source.pipe(target);
  });
}
