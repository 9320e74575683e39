const MOST_MS = 30_000;

/** How long a sender is kept waiting, who has sent it all, for a record that is away. */
export function patience(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
}
