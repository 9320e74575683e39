import type { Actor } from '#kernel/actor';
import type { MallId, UserId } from '#kernel/id';

export interface PlacedVideo {
  readonly ownerId: UserId;
  readonly mallId: MallId | null;
}

/** What a caller may see of all videos: asked of one by `isWithin`, of many by the statement behind a list. */
export type VideoScope =
  | { readonly of: 'everybody' }
  | { readonly of: 'some'; readonly ownerId: UserId | null; readonly mallIds: readonly MallId[] };

/** The rules of who may do what to a video, for commands and queries alike: no list shows what a GET refuses. */
export function scopeOf(actor: Actor): VideoScope {
  if (isAdmin(actor)) return { of: 'everybody' };
  const ownerId = actor.kind === 'user' ? actor.userId : null;
  return { of: 'some', ownerId, mallIds: mallsRunBy(actor) };
}

export function isWithin(scope: VideoScope, { ownerId, mallId }: PlacedVideo): boolean {
  if (scope.of === 'everybody') return true;
  return scope.ownerId === ownerId || (mallId !== null && scope.mallIds.includes(mallId));
}

export function mayRead(actor: Actor, video: PlacedVideo): boolean {
  return isWithin(scopeOf(actor), video);
}

/** An operator has everything of its malls. */
export function mayChange(actor: Actor, video: PlacedVideo): boolean {
  return isWithin(scopeOf(actor), video);
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
  if (actor.kind !== 'user') return [];
  return actor.memberships.filter(({ role }) => role === 'operator').map(({ mallId }) => mallId);
}

function isAdmin(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin');
}
