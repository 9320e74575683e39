import type { Actor } from '#kernel/actor';
import type { UserId } from '#kernel/id';

export interface OwnedVideo {
  readonly ownerId: UserId;
}

/** Who may do what to a video. Asked by commands and queries alike, so that no list shows what a GET refuses. */
export function mayRead(actor: Actor, video: OwnedVideo): boolean {
  return isOwner(actor, video) || isAdmin(actor);
}

export function mayChange(actor: Actor, video: OwnedVideo): boolean {
  return isOwner(actor, video) || isAdmin(actor);
}

/** A deleted video is gone for everybody but those who can bring it back. */
export function maySeeDeleted(actor: Actor): boolean {
  return isAdmin(actor);
}

function isOwner(actor: Actor, { ownerId }: OwnedVideo): boolean {
  return actor.kind === 'user' && actor.userId === ownerId;
}

function isAdmin(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin');
}
