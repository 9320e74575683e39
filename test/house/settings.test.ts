import { renderEnvExample } from '#platform/config/describe-configuration';
import type { ConfigGroupClass } from '#platform/config/config-group';
import { CONFIG_GROUPS } from '../../src/config-groups';
import { filesBelow, textOf } from './project-files';

/** As the users of the service know them: renaming one breaks an installation. */
const PROMISED = `
  PORT PUBLIC_URL DATABASE_URL REDIS_URL STORAGE_DRIVER AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY S3_BUCKET AWS_REGION
  S3_ENDPOINT_URL CLOUDFRONT_DOMAIN SECRET_KEY SECRET_KEY_PREVIOUS ALLOWED_ORIGINS MAX_UPLOAD_SIZE_MB
  ALLOWED_VIDEO_FORMATS REGISTRATION ADMIN_EMAIL ADMIN_PASSWORD FRAMEGATE_DATA_DIR LOG_LEVEL TRUSTED_PROXIES
  METRICS_ALLOW_CIDRS RATE_LIMIT_PER_SECOND RATE_LIMIT_BURST AUTH_RATE_LIMIT_PER_MINUTE DEFAULT_UPLOAD_QUOTA
  DATABASE_POOL_SIZE`
  .trim()
  .split(/\s+/);

const PROMISED_DEFAULTS = {
  MAX_UPLOAD_SIZE_MB: '2048',
  RATE_LIMIT_PER_SECOND: '10',
  DATABASE_POOL_SIZE: '20',
  STORAGE_DRIVER: 'disk',
  TRUSTED_PROXIES: '',
};

describe('the settings', () => {
  const groups: readonly ConfigGroupClass[] = CONFIG_GROUPS;
  const variables = groups.flatMap((group) => Object.values(group.variables));
  const names = variables.map(({ name }) => name);

  it('have the names that users know', () => {
    expect(PROMISED.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('have the defaults that users know', () => {
    const defaults = Object.fromEntries(variables.map(({ name, defaultText }) => [name, defaultText]));
    expect(defaults).toMatchObject(PROMISED_DEFAULTS);
  });

  it('are declared once each', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('all come from a group that the processes read', () => {
    const read = CONFIG_GROUPS.map(({ name }) => name);
    const declared = filesBelow('src', '.config.ts').map(
      (file) => /export class (\w+)/.exec(textOf(file))?.[1],
    );
    expect(declared.filter((name) => !read.includes(name ?? ''))).toEqual([]);
  });

  it('stand in .env.example as they are declared', () => {
    expect(textOf('.env.example')).toBe(renderEnvExample(CONFIG_GROUPS));
  });

  it('put no secret into .env.example', () => {
    const secrets = variables.filter(({ isSecret, defaultText }) => isSecret && defaultText !== undefined);
    expect(secrets.map(({ name }) => name)).toEqual([]);
  });
});
