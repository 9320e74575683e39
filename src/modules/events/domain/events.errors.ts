import { defineError } from '#kernel/domain-error';

export const TooManyEventStreams = defineError({
  code: 'TOO_MANY_EVENT_STREAMS',
  kind: 'rate_limited',
  title: 'Too many event streams at once',
  says: 'This user has as many event streams open as one user may; close one, or listen to all videos by one.',
});

export const MalformedEventId = defineError({
  code: 'MALFORMED_EVENT_ID',
  kind: 'malformed',
  title: 'No event has such an id',
  says: 'Last-Event-ID is not the id of an event; send the last `id` that came, or leave it away.',
});
