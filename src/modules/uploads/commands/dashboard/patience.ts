const MOST_MS = 30_000;

/**
 * How long a sender is kept waiting, who has sent it all, for a record that is away. The timer holds its signal: one of
 * `AbortSignal.timeout` that only `AbortSignal.any` knows is collected as garbage by Node 20, and then nobody ever stops waiting.
 */
export function patience(signal: AbortSignal, mostMs = MOST_MS): AbortSignal {
  const worn = new AbortController();
  setTimeout(() => worn.abort(), mostMs).unref();
  signal.addEventListener('abort', () => worn.abort(signal.reason), { once: true });
  if (signal.aborted) worn.abort(signal.reason);
  return worn.signal;
}
