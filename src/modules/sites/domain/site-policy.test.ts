import { EVERY_SCOPE, strongestRole, SYSTEM, type Actor, type Membership } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { newId } from '#kernel/id';
import {
  mayKeepMall,
  mayReadMall,
  readableMalls,
  requireAdmin,
  requireAppointer,
  requireKeeper,
  requireReader,
} from './site-policy';

const MALL = newId<'mall'>();
const OTHER_MALL = newId<'mall'>();
const STORE = newId<'store'>();

const ACTORS = {
  admin: somebody(true),
  'operator of it': somebody(false, { mallId: MALL, role: 'operator', storeId: null }),
  'tenant in it': somebody(false, { mallId: MALL, role: 'tenant', storeId: STORE }),
  'operator of another': somebody(false, { mallId: OTHER_MALL, role: 'operator', storeId: null }),
  'tenant in it and operator of another': somebody(
    false,
    { mallId: MALL, role: 'tenant', storeId: STORE },
    { mallId: OTHER_MALL, role: 'operator', storeId: null },
  ),
  'user without a mall': somebody(false),
  visitor: { kind: 'visitor', origin: SYSTEM.origin } as const,
  'service itself': SYSTEM,
} as const satisfies Record<string, Actor>;

type Who = keyof typeof ACTORS;

describe('in a mall', () => {
  it.each<[Who, Record<string, string>]>([
    ['admin', { read: 'yes', keep: 'yes', admit: 'yes', appoint: 'yes', found: 'yes' }],
    ['service itself', { read: 'yes', keep: 'yes', admit: 'yes', appoint: 'yes', found: 'yes' }],
    ['operator of it', { read: 'yes', keep: 'yes', admit: 'yes', appoint: 'role', found: 'role' }],
    ['tenant in it', { read: 'yes', keep: 'role', admit: 'role', appoint: 'role', found: 'role' }],
    [
      'tenant in it and operator of another',
      { read: 'yes', keep: 'role', admit: 'role', appoint: 'role', found: 'role' },
    ],
    [
      'operator of another',
      { read: 'stranger', keep: 'stranger', admit: 'stranger', appoint: 'stranger', found: 'role' },
    ],
    [
      'user without a mall',
      { read: 'stranger', keep: 'stranger', admit: 'stranger', appoint: 'stranger', found: 'role' },
    ],
    [
      'visitor',
      { read: 'stranger', keep: 'stranger', admit: 'stranger', appoint: 'stranger', found: 'role' },
    ],
  ])('an actor who is %s', (who, expected) => {
    const actor = ACTORS[who];
    expect({
      read: verdictOf(() => requireReader(actor, MALL)),
      keep: verdictOf(() => requireKeeper(actor, MALL)),
      admit: verdictOf(() => requireAppointer(actor, MALL, 'tenant')),
      appoint: verdictOf(() => requireAppointer(actor, MALL, 'operator')),
      found: verdictOf(() => requireAdmin(actor)),
    }).toEqual(expected);
  });

  it.each(Object.keys(ACTORS) as Who[])('lists agree with what is read one by one: %s', (who) => {
    const actor = ACTORS[who];
    const listed = readableMalls(actor) ?? [MALL, OTHER_MALL];
    expect([...listed].sort()).toEqual([MALL, OTHER_MALL].filter((mall) => mayReadMall(actor, mall)).sort());
  });

  it('whoever keeps it reads it', () => {
    for (const actor of Object.values(ACTORS))
      expect(mayKeepMall(actor, MALL) && !mayReadMall(actor, MALL)).toBe(false);
  });
});

function verdictOf(demand: () => void): string {
  try {
    demand();
    return 'yes';
  } catch (error) {
    const { code } = error as DomainError;
    return code === 'NOT_YOUR_MALL' ? 'stranger' : code === 'NOT_FOR_YOUR_ROLE' ? 'role' : code;
  }
}

function somebody(isAdmin: boolean, ...memberships: readonly Membership[]): Actor {
  return {
    kind: 'user',
    userId: newId<'user'>(),
    credential: { kind: 'session', id: newId<'session'>() },
    role: strongestRole(isAdmin, memberships),
    memberships,
    scopes: EVERY_SCOPE,
    origin: SYSTEM.origin,
  };
}
