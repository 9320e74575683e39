import { CircuitBreaker, CircuitOpen } from './circuit-breaker';

class Away extends Error {}

describe('a circuit breaker', () => {
  const away = () => Promise.reject(new Away());
  const there = () => Promise.resolve('here');
  let now: number;
  let told: string[];
  let breaker: CircuitBreaker;

  beforeEach(() => {
    now = 0;
    told = [];
    breaker = new CircuitBreaker({
      failuresInARow: 3,
      restMs: 1_000,
      isFailure: (error) => error instanceof Away,
      onOpen: () => told.push('open'),
      onClose: () => told.push('closed'),
      now: () => now,
    });
  });

  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1)
      await expect(breaker.run(away)).rejects.toBeInstanceOf(Away);
  };

  it('lets everything through while failures are not in a row', async () => {
    await fail(2);
    await expect(breaker.run(there)).resolves.toBe('here');
    await fail(2);
    await expect(breaker.run(there)).resolves.toBe('here');
    expect(told).toEqual([]);
  });

  it('takes any other error for an answer', async () => {
    await fail(2);
    const refused = () => Promise.reject(new Error('not allowed'));
    await expect(breaker.run(refused)).rejects.toThrow('not allowed');
    await fail(2);
    await expect(breaker.run(there)).resolves.toBe('here');
  });

  it('refuses without asking, and says for how long', async () => {
    await fail(3);
    const asked = jest.fn(there);
    now += 400;
    await expect(breaker.run(asked)).rejects.toMatchObject({ name: 'CircuitOpen', retryAfterMs: 600 });
    expect(asked).not.toHaveBeenCalled();
    expect(told).toEqual(['open']);
  });

  it('lets one call through after its rest, and the others with its success', async () => {
    await fail(3);
    now += 1_000;
    let answer: (value: string) => void = () => undefined;
    const trial = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
    await expect(breaker.run(there)).rejects.toBeInstanceOf(CircuitOpen);
    answer('here');
    await expect(trial).resolves.toBe('here');
    await expect(breaker.run(there)).resolves.toBe('here');
    expect(told).toEqual(['open', 'closed']);
  });

  it('rests again when that call fails too', async () => {
    await fail(3);
    now += 1_000;
    await fail(1);
    now += 999;
    await expect(breaker.run(there)).rejects.toMatchObject({ retryAfterMs: 1 });
    now += 1;
    await expect(breaker.run(there)).resolves.toBe('here');
    expect(told).toEqual(['open', 'closed']);
  });

  it('is not opened anew by calls that were under way when it opened', async () => {
    const breaks: (() => void)[] = [];
    const late = () => new Promise<string>((_resolve, reject) => breaks.push(() => reject(new Away())));
    const underWay = [breaker.run(late), breaker.run(late), breaker.run(late), breaker.run(late)];
    const settled = Promise.allSettled(underWay);
    for (const each of breaks.slice(0, 3)) each();
    await new Promise(setImmediate);
    now += 900;
    breaks[3]?.();
    await settled;
    now += 100;
    await expect(breaker.run(there)).resolves.toBe('here');
    expect(told).toEqual(['open', 'closed']);
  });
});
