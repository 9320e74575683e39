import { configGroup } from '#platform/config/config-group';
import { wholeNumber } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';

export class EventsConfig extends configGroup('Events', {
  streamsPerUser: withDefault('EVENT_STREAMS_PER_USER', wholeNumber({ min: 1, max: 100_000, example: 50 }), {
    default: '50',
    description: 'How many event streams one user may hold open at one API process.',
  }),
}) {}
