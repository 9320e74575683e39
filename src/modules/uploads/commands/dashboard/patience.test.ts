import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { patience } from './patience';

const NEVER = new AbortController().signal;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('patience', () => {
  it('ends, also when garbage was collected meanwhile', async () => {
    const signal = patience(NEVER, 100);
    collectGarbage();
    // Keeps the process awake, which the patience alone does not.
    const awake = setTimeout(() => undefined, 10_000);
    await once(signal, 'abort');
    clearTimeout(awake);
    expect(signal.aborted).toBe(true);
  });

  it('ends at once when the sender goes away', () => {
    const sender = new AbortController();
    const signal = patience(sender.signal);
    sender.abort();
    expect(signal.aborted).toBe(true);
    expect(patience(sender.signal).aborted).toBe(true);
  });
});
