import type { Actor, Membership } from '#kernel/actor';
import type { MallId } from '#kernel/id';
import { NotForYourRole, NotYourMall } from './site.errors';

/** Who may do what in malls. Asked by commands and queries alike, so that no list shows what a GET refuses. */
export function mayReadMall(actor: Actor, mallId: MallId): boolean {
  return isAdmin(actor) || isMember(actor, mallId);
}

/** Its stores, its pins and its tenants. */
export function mayKeepMall(actor: Actor, mallId: MallId): boolean {
  return isAdmin(actor) || isMember(actor, mallId, 'operator');
}

/** Those of which mayReadMall says yes; null for all that there are. */
export function readableMalls(actor: Actor): readonly MallId[] | null {
  return isAdmin(actor) ? null : [...new Set(membershipsOf(actor).map(({ mallId }) => mallId))];
}

export function requireReader(actor: Actor, mallId: MallId): void {
  if (!mayReadMall(actor, mallId)) throw NotYourMall();
}

export function requireKeeper(actor: Actor, mallId: MallId): void {
  requireReader(actor, mallId);
  if (!mayKeepMall(actor, mallId)) throw NotForYourRole();
}

/** Of the malls themselves, and of who operates them. */
export function requireAdmin(actor: Actor): void {
  if (!isAdmin(actor)) throw NotForYourRole();
}

/** Operators let tenants in and out; nobody but an admin makes operators. */
export function requireAppointer(actor: Actor, mallId: MallId, role: Membership['role']): void {
  requireKeeper(actor, mallId);
  if (role === 'operator') requireAdmin(actor);
}

function isAdmin(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin');
}

function isMember(actor: Actor, mallId: MallId, role?: Membership['role']): boolean {
  return membershipsOf(actor).some(
    (membership) => membership.mallId === mallId && (role === undefined || membership.role === role),
  );
}

function membershipsOf(actor: Actor): readonly Membership[] {
  return actor.kind === 'user' ? actor.memberships : [];
}
