import type { Actor, Membership } from '#kernel/actor';
import type { MallId, StoreId, UserId } from '#kernel/id';

export interface PlacedVideo {
  readonly ownerId: UserId;
  readonly mallId: MallId | null;
}

export interface WatchedVideo extends PlacedVideo {
  /** Store of the camera that recorded it. */
  readonly storeId: StoreId | null;
}

/** What a caller may see of all videos: asked of one by `isWithin`, of many by the statement behind a list. */
export type VideoScope =
  { readonly of: 'everybody' } | (OwnAndMalls & { readonly storeIds: readonly StoreId[] });

export interface OwnAndMalls {
  readonly of: 'some';
  readonly ownerId: UserId | null;
  readonly mallIds: readonly MallId[];
}

/** The rules of who may do what to a video, for commands and queries alike: no list shows what a GET refuses. */
export function scopeOf(actor: Actor): VideoScope {
  if (isAdmin(actor)) return { of: 'everybody' };
  const ownerId = actor.kind === 'user' ? actor.userId : null;
  return { of: 'some', ownerId, mallIds: mallsRunBy(actor), storeIds: storesOf(actor) };
}

export function isWithin(scope: VideoScope, { ownerId, mallId, storeId }: WatchedVideo): boolean {
  if (scope.of === 'everybody') return true;
  return (
    scope.ownerId === ownerId ||
    (mallId !== null && scope.mallIds.includes(mallId)) ||
    (storeId !== null && scope.storeIds.includes(storeId))
  );
}

export function mayRead(actor: Actor, video: WatchedVideo): boolean {
  return isWithin(scopeOf(actor), video);
}

/** An operator has everything of its malls; tenants only look. */
export function mayChange(actor: Actor, { ownerId, mallId }: PlacedVideo): boolean {
  return isWithin(scopeOf(actor), { ownerId, mallId, storeId: null });
}

/** Notes are for those who run the place, not for who uploaded. */
export function mayUseNotes(actor: Actor, { mallId }: PlacedVideo): boolean {
  return isAdmin(actor) || (mallId !== null && mallsRunBy(actor).includes(mallId));
}

/** Asking for one owner's videos is for those who see more than their own. */
export function mayChooseOwner(actor: Actor, ownerId: UserId): boolean {
  return (
    isAdmin(actor) || mallsRunBy(actor).length > 0 || (actor.kind === 'user' && actor.userId === ownerId)
  );
}

/** A deleted video is gone for everybody but those who can bring it back. */
export function maySeeDeleted(actor: Actor): boolean {
  return isAdmin(actor);
}

function mallsRunBy(actor: Actor): readonly MallId[] {
  return membershipsOf(actor, 'operator').map(({ mallId }) => mallId);
}

function storesOf(actor: Actor): readonly StoreId[] {
  const stores = membershipsOf(actor, 'tenant').map(({ storeId }) => storeId);
  return stores.filter((storeId) => storeId !== null);
}

function membershipsOf(actor: Actor, as: Membership['role']): readonly Membership[] {
  return actor.kind === 'user' ? actor.memberships.filter(({ role }) => role === as) : [];
}

function isAdmin(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin');
}
