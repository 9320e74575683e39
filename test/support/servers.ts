/** The throw-away servers that the test command started. */
export interface TestServers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

export function testServers(): TestServers {
  return { databaseUrl: given('TEST_DATABASE_URL'), redisUrl: given('TEST_REDIS_URL') };
}

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run the tests by \`npm test\`, which starts what they need`);
  }
  return value;
}
