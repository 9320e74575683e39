import type { UserId, VideoId } from '#kernel/id';
import type { VideoEvent } from '../domain/video-event';
import type { Member } from './member';

/** Who listens, found by what it listens to. */
export class Members {
  private readonly everybody = new Set<Member>();
  private readonly ofVideo = new Map<VideoId, Set<Member>>();
  private readonly ofUser = new Map<UserId, Set<Member>>();
  /** Whose sight is wider than its own things. */
  private readonly farSighted = new Set<Member>();

  get size(): number {
    return this.everybody.size;
  }

  all(): readonly Member[] {
    return [...this.everybody];
  }

  of(userId: UserId): readonly Member[] {
    return [...(this.ofUser.get(userId) ?? [])];
  }

  countOf(userId: UserId): number {
    return this.ofUser.get(userId)?.size ?? 0;
  }

  /** Everybody whom an event may concern, each once. */
  near({ videoId, ownerId }: VideoEvent): readonly Member[] {
    const near = [this.ofVideo.get(videoId), this.ofUser.get(ownerId), this.farSighted];
    return [...new Set(near.flatMap((members) => [...(members ?? [])]))];
  }

  add(member: Member): void {
    const { actor, videoId } = member.listening;
    this.everybody.add(member);
    setIn(this.ofUser, actor.userId).add(member);
    if (videoId !== null) setIn(this.ofVideo, videoId).add(member);
    else if (actor.role !== 'user') this.farSighted.add(member);
  }

  remove(member: Member): void {
    const { actor, videoId } = member.listening;
    this.everybody.delete(member);
    this.farSighted.delete(member);
    removeFrom(this.ofUser, actor.userId, member);
    if (videoId !== null) removeFrom(this.ofVideo, videoId, member);
  }
}

function setIn<Key>(index: Map<Key, Set<Member>>, key: Key): Set<Member> {
  const known = index.get(key) ?? new Set<Member>();
  index.set(key, known);
  return known;
}

function removeFrom<Key>(index: Map<Key, Set<Member>>, key: Key, member: Member): void {
  const members = index.get(key);
  members?.delete(member);
  if (members?.size === 0) index.delete(key);
}
