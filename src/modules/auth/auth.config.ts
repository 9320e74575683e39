import { configGroup } from '#platform/config/config-group';
import { choice, secret, text } from '#platform/config/kinds';
import { optional, withDefault } from '#platform/config/variable';

const ADMIN_PASSWORD_MIN_LENGTH = 12;

export class AuthConfig extends configGroup(
  'Accounts',
  {
    registration: withDefault('REGISTRATION', choice('open', 'closed'), {
      default: 'open',
      description: 'Whether anyone may make an account.',
    }),
    adminEmail: optional(
      'ADMIN_EMAIL',
      text({
        expected: 'an e-mail address',
        example: 'admin@example.org',
        pattern: /^[^\s@]{1,64}@[^\s@]{1,189}$/,
      }),
      {
        description:
          'The first admin, made when there is none. Without it one is made up, and its password kept in a file of the data folder.',
      },
    ),
    adminPassword: optional(
      'ADMIN_PASSWORD',
      secret({
        expected: `at least ${String(ADMIN_PASSWORD_MIN_LENGTH)} characters`,
        example: '$(openssl rand -base64 18)',
        check: (value) => {
          if (value.length < ADMIN_PASSWORD_MIN_LENGTH) throw new Error('is too short');
        },
      }),
      { description: 'Password of the first admin; used once, when it is made.' },
    ),
  },
  ({ adminEmail, adminPassword }) =>
    (adminEmail === null) === (adminPassword === null)
      ? []
      : ['ADMIN_EMAIL and ADMIN_PASSWORD belong together: give both or neither'],
) {}
