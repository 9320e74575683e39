import type { TcpProxy } from './tcp-proxy';

/** `cut`: connections break at once; `blackhole`: everything is taken and nothing is answered. */
export type Absence = 'cut' | 'blackhole';

/** Takes servers away for the time of some work; whatever becomes of it, they are back for the next test. */
export async function whileAway<T>(
  proxies: readonly TcpProxy[],
  how: Absence,
  work: () => Promise<T>,
): Promise<T> {
  for (const proxy of proxies) proxy[how]();
  try {
    return await work();
  } finally {
    for (const proxy of proxies) proxy.restore();
  }
}
