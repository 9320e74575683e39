import { defineError, type ErrorKind } from '#kernel/domain-error';
import { isDecided } from './decided';

const thrown = (kind: ErrorKind) => defineError({ code: 'SOME', kind, title: 'Some', says: 'Some.' })();

describe('a completion that threw', () => {
  it.each<ErrorKind>(['conflict', 'malformed', 'not_found', 'invalid', 'rate_limited'])(
    'is decided by %s: asked again, it would be refused again',
    (kind) => {
      expect(isDecided(thrown(kind))).toBe(true);
    },
  );

  it.each<ErrorKind>(['unavailable', 'storage_full', 'timed_out', 'internal'])(
    'is not decided by %s: it may succeed later',
    (kind) => {
      expect(isDecided(thrown(kind))).toBe(false);
    },
  );

  it('is not decided by a defect', () => {
    expect(isDecided(new Error('a defect'))).toBe(false);
  });
});
