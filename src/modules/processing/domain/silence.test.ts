import { Silence } from './silence';

const ROUND_MS = 15_000;
const LEASE_MS = 60_000;

describe('the silence of a worker', () => {
  let wall: number;
  let steady: number;
  let silence: Silence;

  beforeEach(() => {
    [wall, steady] = [1_000_000, 5_000];
    silence = new Silence(
      { roundMs: ROUND_MS, leaseMs: LEASE_MS },
      { wall: () => wall, steady: () => steady },
    );
  });

  const pass = (ms: number) => {
    wall += ms;
    steady += ms;
  };
  const after = (ms: number) => {
    pass(ms);
    return silence.meansDeath();
  };
  const rounds = (count: number) => Array.from({ length: count }, () => after(ROUND_MS));

  it('means death in the first round and in every one that is about in time', () => {
    expect([silence.meansDeath(), ...rounds(5), after(ROUND_MS + 14_000)]).not.toContain(false);
  });

  it('means nothing for a lease after the record was away', () => {
    silence.meansDeath();
    silence.couldNotBeBroken();
    expect(rounds(5)).toEqual([false, false, false, true, true]);
  });

  it.each([
    ['stood still', 50_000],
    ['slept, which the steady clock does not count', 0],
  ])('means nothing for a lease after this machine %s', (_what, counted) => {
    silence.meansDeath();
    wall += 50_000;
    steady += counted;
    expect([silence.meansDeath(), ...rounds(5)]).toEqual([false, false, false, false, true, true]);
  });

  it('means death at last where every round is late', () => {
    silence.meansDeath();
    const late = Array.from({ length: 12 }, () => after(40_000));
    expect(late).toEqual([false, false, true, false, false, true, false, false, true, false, false, true]);
  });

  it('means death though the clock on the wall was set back', () => {
    silence.meansDeath();
    wall -= 86_400_000;
    expect(silence.meansDeath()).toBe(true);
  });
});
