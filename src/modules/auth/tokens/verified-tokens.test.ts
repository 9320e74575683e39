import { asId } from '#kernel/id';
import { Clock } from '#kernel/clock';
import { VerifiedTokens } from './verified-tokens';

const OWNER = { userId: asId<'user'>('u'), sessionId: asId<'session'>('s') };
const NOON = Date.parse('2026-11-21T12:00:00Z');

class MovableClock extends Clock {
  at = NOON;

  now(): Date {
    return new Date(this.at);
  }
}

describe('a token whose signature held', () => {
  const clock = new MovableClock();
  const tokens = new VerifiedTokens(clock);

  beforeEach(() => {
    clock.at = NOON;
    tokens.remember('a.b.c', OWNER, new Date(NOON + 1000));
  });

  it('is known until it expires, and not in that moment', () => {
    clock.at = NOON + 999;
    expect(tokens.ownerOf('a.b.c')).toEqual(OWNER);
    clock.at = NOON + 1000;
    expect(tokens.ownerOf('a.b.c')).toBeNull();
    clock.at = NOON;
    expect(tokens.ownerOf('a.b.c')).toBeNull();
  });

  it.each(['a.b.d', 'a.b.c ', 'A.b.c', 'a.b', ''])('does not speak for %j', (other) => {
    expect(tokens.ownerOf(other)).toBeNull();
  });

  it('is forgotten when ten thousand others came after it', () => {
    for (let other = 0; other < 9_999; other += 1)
      tokens.remember(`t.${String(other)}`, OWNER, new Date(NOON + 1000));
    expect(tokens.ownerOf('a.b.c')).toEqual(OWNER);
    tokens.remember('one.more', OWNER, new Date(NOON + 1000));
    expect(tokens.ownerOf('a.b.c')).toBeNull();
    expect(tokens.ownerOf('one.more')).toEqual(OWNER);
  });
});
