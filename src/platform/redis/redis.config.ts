import { configGroup } from '../config/config-group';
import { choice, connectionUrl, text } from '../config/kinds';
import { required, withDefault } from '../config/variable';

export class RedisConfig extends configGroup('Redis', {
  url: required('REDIS_URL', connectionUrl(['redis', 'rediss'], 'redis://:password@localhost:6379'), {
    description:
      'The courier between processes. It may be emptied at any moment without loss. `npm start` runs a private one.',
  }),
  queuePrefix: withDefault(
    'REDIS_PREFIX',
    text({
      expected: 'letters, digits, dots and dashes',
      example: 'framegate',
      pattern: /^[A-Za-z0-9.-]{1,64}$/,
    }),
    {
      default: 'framegate',
      description:
        'Begins the name of every queue, channel and counter, so that several installations can share one Redis.',
    },
  ),
  eviction: withDefault('REDIS_EVICTION', choice('refuse', 'warn'), {
    default: 'refuse',
    description:
      'What to do at the start about a Redis whose maxmemory-policy is not noeviction: it may throw queued work away, which then waits for STEP_OFFER_SECONDS.',
  }),
}) {}
