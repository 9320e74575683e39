import { configGroup } from '#platform/config/config-group';
import { choice } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';

export class ApiKeysConfig extends configGroup('API keys', {
  environment: withDefault('API_KEY_ENVIRONMENT', choice('live', 'test'), {
    default: 'live',
    description:
      'Which keys this deployment makes and takes: `fg_live_...` or `fg_test_...`. A key of the other kind is refused, so that a key of a trial never opens the real thing.',
  }),
}) {}
