import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testServers } from './servers';
import { createTestDatabase } from './test-database';

/** What a process of ours needs to run beside others without meeting them. */
export interface TestEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  remove(): Promise<void>;
}

export async function createTestEnvironment(
  overrides: Readonly<Record<string, string>> = {},
): Promise<TestEnvironment> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'framegate-test-'));
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    PORT: '0',
    SECRET_KEY: randomBytes(48).toString('base64url'),
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '5',
    REDIS_URL: testServers().redisUrl,
    REDIS_PREFIX: `test-${randomBytes(6).toString('hex')}`,
    FRAMEGATE_DATA_DIR: dataFolder,
    ADMIN_EMAIL: 'admin@example.org',
    ADMIN_PASSWORD: 'a password for tests',
    // High enough that only the tests of limits meet them.
    RATE_LIMIT_PER_SECOND: '10000',
    RATE_LIMIT_BURST: '10000',
    AUTH_RATE_LIMIT_PER_MINUTE: '60000',
    MAX_BODIES_AT_ONCE: '1000',
    ...mediaTools(),
    ...overrides,
  };
  return {
    variables,
    dataFolder,
    remove: async () => {
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Where the test command found or put ffmpeg. */
function mediaTools(): Record<string, string> {
  const names = ['FFMPEG_PATH', 'FFPROBE_PATH', 'FFMPEG_LIBRARY_PATH'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
