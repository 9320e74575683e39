import path from 'node:path';
import { choice, secret, text } from './kinds';
import { configGroup } from './config-group';
import { optional, required, withDefault } from './variable';

const SECRET_MIN_LENGTH = 32;
const SECRET_MIN_DISTINCT = 10;
/** Words of documentation and templates: whoever finds one in a secret has copied an example. */
const EXAMPLE_WORDS =
  /change.?me|example|your.?secret|secret.?key|password|default|insecure|replace|12345678/i;

function refuseWeakSecret(value: string): void {
  if (value.length < SECRET_MIN_LENGTH) throw new Error(`is too short (${String(value.length)} characters)`);
  if (EXAMPLE_WORDS.test(value)) throw new Error('looks like an example value');
  if (new Set(value).size < SECRET_MIN_DISTINCT) throw new Error('repeats too few characters');
}

const signingSecret = secret({
  expected: `at least ${String(SECRET_MIN_LENGTH)} random characters`,
  example: '$(openssl rand -base64 48)',
  check: refuseWeakSecret,
});

function refuseCrashOutsideTests(settings: {
  readonly environment: string;
  readonly crashPoint: string | null;
}): string[] {
  return settings.crashPoint === null || settings.environment === 'test'
    ? []
    : ['CRASHPOINT is for tests alone: NODE_ENV is not test'];
}

export class RuntimeConfig extends configGroup(
  'Process',
  {
    environment: withDefault('NODE_ENV', choice('development', 'test', 'production'), {
      default: 'development',
      description: 'Where this process runs. `production` waits for load balancers when it stops.',
    }),
    logLevel: withDefault('LOG_LEVEL', choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
      default: 'info',
      description: 'The least severe log line that is written.',
    }),
    dataDirectory: withDefault(
      'FRAMEGATE_DATA_DIR',
      text({ expected: 'a folder', example: '/var/lib/framegate' }),
      {
        default: './data',
        description:
          'Folder for everything this machine keeps: stored files of the disk driver, first credentials, logs.',
      },
    ),
    temporaryDirectory: optional('FRAMEGATE_TMP_DIR', text({ expected: 'a folder', example: '/scratch' }), {
      description:
        'Where a file lies while it is worked on, as many at once as WORKER_SLOTS; it must have room for them. When not given: `tmp` in the data folder, since /tmp is often small, or memory.',
    }),
    secretKey: required('SECRET_KEY', signingSecret, {
      description:
        'Root of every signature and of encryption at rest. `npm start` makes one and keeps it in the data folder; elsewhere it must be given.',
    }),
    crashPoint: optional('CRASHPOINT', text({ expected: 'a point, and at which pass', example: 'C6:2' }), {
      description: 'For tests alone (NODE_ENV=test): where the process kills itself.',
    }),
    previousSecretKey: optional('SECRET_KEY_PREVIOUS', signingSecret, {
      description:
        'The former SECRET_KEY: what it signed stays valid until it expires, and API keys made with it are taken over when they are used. Remove it when the API no longer says at its start that keys still need it, and not before a day has passed.',
    }),
  },
  refuseCrashOutsideTests,
) {
  get temporaryFolder(): string {
    return path.resolve(this.temporaryDirectory ?? path.join(this.dataDirectory, 'tmp'));
  }

  /** Checks that cost time or that a user must never meet: on wherever developers and tests run. */
  get isStrict(): boolean {
    return this.environment !== 'production';
  }
}
