import { newId } from '#kernel/id';
import {
  expiryOf,
  expiryOfSuccessor,
  requireKeeperOf,
  requireOwnerOf,
  requireRateOf,
  requireScopesOf,
} from './key-policy';

const DAY_MS = 24 * 3600 * 1000;
const NOW = new Date('2026-11-21T12:00:00Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);
const [ME, OTHER] = [newId<'user'>(), newId<'user'>()];
const user = { userId: ME, role: 'user' } as const;
const operator = { userId: ME, role: 'operator' } as const;
const admin = { userId: ME, role: 'admin' } as const;

describe('what may be given to a key', () => {
  it('is 90 days if nothing is said, a year at most, and more by admins alone', () => {
    expect(expiryOf(undefined, NOW, user)).toEqual(inDays(90));
    expect(expiryOf(inDays(365), NOW, user)).toEqual(inDays(365));
    for (const wish of [inDays(366), null]) {
      expect(() => expiryOf(wish, NOW, operator)).toThrow('only an admin');
      expect(expiryOf(wish, NOW, admin)).toEqual(wish);
    }
    for (const who of [user, admin]) expect(() => expiryOf(NOW, NOW, who)).toThrow();
  });

  it('is the scope admin by admins, to their own', () => {
    requireScopesOf(user, OTHER, ['videos:read', 'sites:manage']);
    requireScopesOf(admin, ME, ['admin']);
    expect(() => requireScopesOf(operator, ME, ['admin'])).toThrow();
    expect(() => requireScopesOf(admin, OTHER, ['admin'])).toThrow();
  });

  it('is no more than the usual rate by users', () => {
    requireRateOf(user, 10, 10);
    requireRateOf(user, null, 10);
    requireRateOf(admin, 11, 10);
    expect(() => requireRateOf(operator, 11, 10)).toThrow('10 requests a second');
  });

  it('is decided by its owner and by admins, and its secret is its owner’s', () => {
    requireKeeperOf(admin, OTHER);
    expect(() => requireKeeperOf(operator, OTHER)).toThrow('somebody else');
    requireOwnerOf(user, ME);
    expect(() => requireOwnerOf(admin, OTHER)).toThrow('Only its owner');
  });

  it('is handed on: a successor lasts as long as the one before was to last, within the year', () => {
    const old = (days: number) => ({ createdAt: inDays(-20), expiresAt: inDays(days - 20) });
    expect(expiryOfSuccessor(old(30), NOW, user)).toEqual(inDays(30));
    expect(expiryOfSuccessor(old(700), NOW, user)).toEqual(inDays(365));
    expect(expiryOfSuccessor(old(700), NOW, admin)).toEqual(inDays(700));
    expect(expiryOfSuccessor({ createdAt: NOW, expiresAt: null }, NOW, user)).toBeNull();
  });
});
