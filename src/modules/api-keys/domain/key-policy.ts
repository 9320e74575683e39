import type { Role, Scope } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import type { UserId } from '#kernel/id';
import { ApiKeyBeyondRole, ApiKeyTermsInvalid, NotYourApiKey } from './api-key.errors';

const DAY_MS = 24 * 3600 * 1000;
const USUAL_DAYS = 90;
export const LONGEST_DAYS = 365;
export const LONGEST_OVERLAP_SECONDS = 7 * 24 * 3600;
/** Long enough to bring the new key everywhere; who wants the old one gone at once says 0. */
export const USUAL_OVERLAP_SECONDS = 24 * 3600;
export const MOST_ADDRESS_BLOCKS = 64;
export const MOST_LIVE_KEYS = 100;

/** Who decides about a key, and whose it is. */
export interface Deciding {
  readonly userId: UserId;
  readonly role: Role;
}

/** Undefined: as usual. Null: never, which is for admins. */
export function expiryOf(
  wish: Date | null | undefined,
  now: Date,
  { role }: Pick<Deciding, 'role'>,
): Date | null {
  if (wish === undefined) return new Date(now.getTime() + USUAL_DAYS * DAY_MS);
  if (wish !== null && wish <= now)
    throw termFault('expires_at', 'IN_THE_PAST', 'expires_at must be in the future');
  const isLonger = wish === null || wish.getTime() > now.getTime() + LONGEST_DAYS * DAY_MS;
  if (isLonger && role !== 'admin')
    throw ApiKeyBeyondRole(
      `A key may last for ${String(LONGEST_DAYS)} days; only an admin may give it longer.`,
    );
  return wish;
}

/** The scope of that name opens what admins do: nobody gives it to anybody else's key, and only an admin to their own. */
export function requireScopesOf({ userId, role }: Deciding, ownerId: UserId, scopes: readonly Scope[]): void {
  if (!scopes.includes('admin')) return;
  if (role !== 'admin' || ownerId !== userId)
    throw ApiKeyBeyondRole('Only an admin may give the scope admin, and only to a key of their own.');
}

/** Nobody outruns everybody's limit by making a key. */
export function requireRateOf(
  { role }: Pick<Deciding, 'role'>,
  ratePerSecond: number | null,
  usual: number,
): void {
  if (ratePerSecond === null || ratePerSecond <= usual || role === 'admin') return;
  throw ApiKeyBeyondRole(
    `A key may make ${String(usual)} requests a second here; only an admin may give it more.`,
  );
}

/** Admins keep order among everybody's keys. */
export function requireKeeperOf({ userId, role }: Deciding, ownerId: UserId): void {
  if (ownerId !== userId && role !== 'admin') throw NotYourApiKey();
}

/** Whoever is handed the secret can act as the owner: that is nobody else, not even an admin. */
export function requireOwnerOf({ userId }: Pick<Deciding, 'userId'>, ownerId: UserId): void {
  if (ownerId !== userId) throw NotYourApiKey('Only its owner can rotate a key; an admin can revoke it.');
}

/** A new key lasts as long as the one before it was to last, from today, within what its owner may give. */
export function expiryOfSuccessor(
  { createdAt, expiresAt }: { readonly createdAt: Date; readonly expiresAt: Date | null },
  now: Date,
  { role }: Pick<Deciding, 'role'>,
): Date | null {
  if (expiresAt === null) return null;
  const lifetime = expiresAt.getTime() - createdAt.getTime();
  const allowed = role === 'admin' ? lifetime : Math.min(lifetime, LONGEST_DAYS * DAY_MS);
  return new Date(now.getTime() + allowed);
}

export function termFault(field: string, code: string, message: string): DomainError {
  return ApiKeyTermsInvalid(undefined, { faults: [{ field, code, message }] });
}
