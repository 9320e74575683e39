import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { BytesMissing, TooManyBytes } from '../../domain/storage.errors';

interface Limits {
  readonly partBytes: number;
  readonly maxBytes: number;
  readonly expectedBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Pieces of one size and a last one that may be smaller; at least one, perhaps empty. Never more in memory than two. */
export async function* bufferedParts(
  bytes: Readable,
  limits: Limits,
): AsyncIterable<{ readonly piece: Buffer; readonly isLast: boolean }> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let total = 0;
  for await (const chunk of untilAborted(bytes, limits.signal)) {
    total += chunk.length;
    if (total > limits.maxBytes) throw TooManyBytes();
    waiting.push(chunk);
    waitingBytes += chunk.length;
    while (waitingBytes > limits.partBytes) {
      const all = Buffer.concat(waiting);
      yield { piece: all.subarray(0, limits.partBytes), isLast: false };
      waiting = [all.subarray(limits.partBytes)];
      waitingBytes -= limits.partBytes;
    }
  }
  if (limits.expectedBytes !== undefined && total !== limits.expectedBytes) throw BytesMissing();
  yield { piece: Buffer.concat(waiting), isLast: true };
}

/** Leaves the source undestroyed: an answer may have to go out on its socket. */
async function* untilAborted(bytes: Readable, signal?: AbortSignal): AsyncIterable<Buffer> {
  const reading = bytes.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const aborted = signal === undefined ? null : once(signal, 'abort').then(() => null);
  for (;;) {
    signal?.throwIfAborted();
    const next = await (aborted === null ? reading.next() : Promise.race([reading.next(), aborted]));
    if (next === null) throw new Error('the transfer was aborted', { cause: signal?.reason });
    if (next.done === true) return;
    yield next.value;
  }
}
