import { takeToken, type RatePolicy } from './gcra';

const policy: RatePolicy = { name: 'test', perSecond: 10, burst: 5 };
const START = 1_700_000_000_000_000;

function takeMany(count: number, everyMicros: number) {
  let fullAt: number | undefined;
  let allowed = 0;
  for (let index = 0; index < count; index += 1) {
    const taken = takeToken(policy, fullAt, START + index * everyMicros, 1);
    fullAt = taken.fullAt;
    if (taken.verdict.isAllowed) allowed += 1;
  }
  return allowed;
}

describe('the rate limit', () => {
  it('lets a burst through and not one more', () => {
    expect(takeMany(20, 0)).toBe(5);
  });

  it('holds the sustained rate afterwards', () => {
    expect(takeMany(100, 10_000)).toBe(5 + 9); // one second at ten a second
  });

  it('never refuses who stays below the rate', () => {
    expect(takeMany(200, 100_000)).toBe(200);
  });

  it('says how long to wait, exactly', () => {
    let fullAt: number | undefined;
    for (let index = 0; index < 5; index += 1) fullAt = takeToken(policy, fullAt, START, 1).fullAt;
    const { verdict } = takeToken(policy, fullAt, START, 1);
    expect(verdict).toEqual({ isAllowed: false, remaining: 0, retryAfterSeconds: 0.1, resetSeconds: 0.5 });
    expect(takeToken(policy, fullAt, START + 100_000, 1).verdict.isAllowed).toBe(true);
  });

  it('looks without taking at cost 0', () => {
    const first = takeToken(policy, undefined, START, 0);
    expect(first.verdict.remaining).toBe(5);
    expect(first.fullAt).toBe(START);
  });
});

describe('a burst of one', () => {
  it.each([1, 3, 6, 7, 11, 13, 999])(
    'lets the first request through at %d a second, at any moment',
    (perSecond) => {
      for (let moment = 0; moment < 50; moment += 1) {
        const { verdict } = takeToken({ name: 'one', perSecond, burst: 1 }, undefined, START + moment * 7, 1);
        expect(verdict.isAllowed).toBe(true);
      }
    },
  );
});
