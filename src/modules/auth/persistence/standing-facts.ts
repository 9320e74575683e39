import type { PublishedFact } from '#platform/outbox/published-fact';

/** What somebody may do must be known everywhere within five seconds, also where no fact arrives. */
export const FRESH_MS = 4_000;

/** Rare enough that forgetting everybody costs less than keeping an index by user. */
export function isAboutStanding({ type }: PublishedFact): boolean {
  return (
    type.startsWith('session.') ||
    (type.startsWith('user.') && type !== 'user.registered' && type !== 'user.renamed')
  );
}
