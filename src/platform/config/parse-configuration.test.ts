import { inspect } from 'node:util';
import { AuthConfig } from '#modules/auth';
import { StorageConfig } from '#modules/storage';
import { CONFIG_GROUPS } from '../../config-groups';
import { HttpConfig } from '../http/http.config';
import { ConfigurationError, parseConfiguration } from './parse-configuration';
import { RuntimeConfig } from './runtime.config';
import { Secret } from './secret';

const STRONG = 'q7Zr0pWn3vXc8LkJ2hGf5DsA9yTbEiUo1mNx4Rz6';
const NEEDED = {
  SECRET_KEY: STRONG,
  DATABASE_URL: 'postgres://framegate:hunter2@localhost/framegate',
  REDIS_URL: 'redis://localhost:6379',
};

function faultsOf(changes: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfiguration(CONFIG_GROUPS, { ...NEEDED, ...changes });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs a secret, a database and a Redis, and has a default for everything else', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ SECRET_KEY: '', DATABASE_URL: '', REDIS_URL: ' ' })).toHaveLength(3);
  });

  it('tells all faults at once, each with its variable, what was expected and an example', () => {
    const wrong = { PORT: '70000', LOG_LEVEL: 'loud', DATABASE_POOL_SIZE: 'many', SECRET_KEY: 'short' };
    const faults = faultsOf(wrong);
    expect(faults).toHaveLength(Object.keys(wrong).length);
    for (const name of Object.keys(wrong)) {
      const fault = faults.find((sentence) => sentence.startsWith(`${name} `));
      expect(fault).toMatch(/: expected .+, for example /);
      expect(fault).toContain(`${name}=`);
    }
  });

  it('never repeats the value of a secret in a fault', () => {
    const faults = faultsOf({
      SECRET_KEY: 'hunter2',
      ADMIN_EMAIL: 'ada@example.org',
      ADMIN_PASSWORD: 'hunter2',
    });
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  it.each([
    ['missing', ''],
    ['too short', 'q7Zr0pWn3vXc8LkJ2hGf5Ds'],
    ['an example', 'change-me-change-me-change-me-change-me-1'],
    ['a word of documentation', 'your-secret-q7Zr0pWn3vXc8LkJ2hGf5DsA9yTb'],
    ['repetition', 'abcabcabcabcabcabcabcabcabcabcabcabcabcabc'],
  ])('refuses a SECRET_KEY that is %s', (_why, secret) => {
    expect(faultsOf({ SECRET_KEY: secret })).toEqual([expect.stringMatching(/^SECRET_KEY /)]);
  });

  it('holds a former SECRET_KEY to the same rules', () => {
    expect(faultsOf({ SECRET_KEY_PREVIOUS: 'short' })).toEqual([
      expect.stringMatching(/^SECRET_KEY_PREVIOUS /),
    ]);
    expect(faultsOf({ SECRET_KEY_PREVIOUS: STRONG.toLowerCase() })).toEqual([]);
  });

  it.each(['true', '1', '*', 'loopback', '10.1.2.3/8', '10.0.0.0/33'])(
    'refuses TRUSTED_PROXIES=%s',
    (value) => {
      expect(faultsOf({ TRUSTED_PROXIES: value })).toEqual([expect.stringMatching(/^TRUSTED_PROXIES /)]);
    },
  );

  it.each([
    ['with a path', 'https://app.example.org/login'],
    ['with a slash at the end', 'https://app.example.org/'],
    ['of every host', '*'],
    ['without a scheme', 'app.example.org'],
    ['of a file', 'file:///etc'],
    ['in capitals', 'https://App.example.org'],
  ])('refuses an allowed origin %s', (_what, origin) => {
    expect(faultsOf({ ALLOWED_ORIGINS: `https://good.example.org,${origin}` })).toHaveLength(1);
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/framegate'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PORT', '3e3'],
    ['PORT', '0x10'],
    ['MAX_UPLOAD_SIZE_MB', '-1'],
    ['ALLOWED_VIDEO_FORMATS', 'mp4,exe'],
    ['REGISTRATION', 'maybe'],
    ['HOST', 'example.org'],
    ['NODE_ENV', 'staging'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('asks for a bucket when files are kept in one', () => {
    expect(faultsOf({ STORAGE_DRIVER: 's3' }).join()).toContain('S3_BUCKET is missing');
    const bucket = { STORAGE_DRIVER: 's3', S3_BUCKET: 'framegate' };
    expect(faultsOf(bucket)).toEqual([]);
    expect(faultsOf({ ...bucket, AWS_ACCESS_KEY_ID: 'AKIA1' }).join()).toContain('belong together');
  });

  it('takes the first admin with a password or not at all', () => {
    expect(faultsOf({ ADMIN_EMAIL: 'ada@example.org' }).join()).toContain('belong together');
    expect(faultsOf({ ADMIN_PASSWORD: 'long enough to be one' }).join()).toContain('belong together');
    expect(faultsOf({ ADMIN_EMAIL: 'ada@example.org', ADMIN_PASSWORD: 'long enough to be one' })).toEqual([]);
  });

  it('reads values into what they mean', () => {
    const given = {
      ...NEEDED,
      TRUSTED_PROXIES: ' 10.0.0.0/8 , ::1 ',
      ALLOWED_ORIGINS: 'https://a.example,https://b.example',
    };
    const configuration = parseConfiguration(CONFIG_GROUPS, given);
    const http = configuration.get(HttpConfig) as HttpConfig;
    expect(http.trustedProxies.contains('10.9.9.9')).toBe(true);
    expect(http.allowedOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(http.port).toBe(3000);
    expect((configuration.get(AuthConfig) as AuthConfig).registration).toBe('open');
    expect((configuration.get(StorageConfig) as StorageConfig).driver).toBe('disk');
    expect((configuration.get(RuntimeConfig) as RuntimeConfig).secretKey.reveal()).toBe(STRONG);
  });

  it('cannot be changed after it was read', () => {
    const http = parseConfiguration(CONFIG_GROUPS, NEEDED).get(HttpConfig) as HttpConfig;
    expect(() => Reflect.set(http, 'port', 1) || fail()).toThrow();
  });
});

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it.each([
    ['JSON', JSON.stringify({ secret })],
    ['a template', String(secret)],
    ['an inspection', inspect({ nested: { secret } }, { depth: 5, showHidden: true })],
    ['its own members', JSON.stringify(Object.entries(secret))],
  ])('does not show in %s', (_where, text) => {
    expect(text).not.toContain('hunter2');
  });

  it('is there for who asks', () => {
    expect(secret.reveal()).toBe('hunter2');
  });
});

function fail(): never {
  throw new Error('it was changed');
}
