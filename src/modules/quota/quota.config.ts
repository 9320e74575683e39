import { configGroup } from '#platform/config/config-group';
import { wholeNumber } from '#platform/config/kinds';
import { withDefault } from '#platform/config/variable';

export class QuotaConfig extends configGroup('Quota', {
  uploadsPerMonth: withDefault(
    'DEFAULT_UPLOAD_QUOTA',
    wholeNumber({ min: 0, max: 1_000_000_000, example: 100 }),
    {
      default: '100',
      description: 'Uploads that a user may make in a calendar month (UTC), unless an admin says otherwise.',
    },
  ),
}) {}
