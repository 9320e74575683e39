import { asId } from '#kernel/id';
import type { PublishedFact } from '#platform/outbox/published-fact';
import { toldOf } from '../domain/public-facts';
import type { VideoEvent } from '../domain/video-event';

/** The type of the things that these facts are about. */
export const VIDEO_FACTS = 'video';

/** Null for what is not told. */
export function videoEventOf(fact: PublishedFact): VideoEvent | null {
  const { position, type, subjectType, subjectId, ownerId, occurredAt } = fact;
  const data = toldOf(type, fact.data);
  if (subjectType !== VIDEO_FACTS || ownerId === null || data === null) return null;
  return { position, type, videoId: asId(subjectId), ownerId: asId(ownerId), occurredAt, data };
}
