import { MalformedEventId } from '../domain/events.errors';

/** As long as every number of that length is told apart from its neighbours. */
const EVENT_ID = /^(0|[1-9]\d{0,14})$/;

/** The last event that a listener heard; null for one that comes for the first time. */
export function lastHeard(id: string | undefined): number | null {
  if (id === undefined || id === '') return null;
  if (!EVENT_ID.test(id)) throw MalformedEventId();
  return Number(id);
}
