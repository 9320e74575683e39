import type { IncomingMessage } from 'node:http';

const AT_MOST_BYTES = 1024 * 1024;
const AT_MOST_MS = 1_000;

/**
 * Reads a little of a body that was refused and throws it away: a connection that is cut while its sender still writes
 * often takes the answer with it. Resolves at the end of the body, or when that is too far off.
 */
export async function discardRest(request: IncomingMessage): Promise<void> {
  if (request.complete) return;
  await new Promise<void>((resolve) => {
    let left = AT_MOST_BYTES;
    const limit = setTimeout(resolve, AT_MOST_MS);
    const finish = (): void => {
      clearTimeout(limit);
      resolve();
    };
    request.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left < 0) request.pause();
    });
    request.on('end', finish).on('close', finish).resume();
  });
}
