import { configGroup } from '#platform/config/config-group';
import { choice } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';

export class VideoCacheConfig extends configGroup('Caches of videos', {
  metadata: withDefault('CACHE_VIDEO_METADATA', choice('on', 'off'), {
    default: 'on',
    description:
      'Keep what is said about each completed video in Redis for five minutes, or until it changes. The same in the API and the worker.',
  }),
  lists: withDefault('CACHE_VIDEO_LISTS', choice('on', 'off'), {
    default: 'off',
    description:
      'Keep first pages of lists of those who see their own videos alone in Redis for a minute, or until one of these changes. The same in the API and the worker.',
  }),
}) {}
