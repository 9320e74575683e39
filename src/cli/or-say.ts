import { isDatabaseAway } from '#platform/database/database-failure';

/** Who cannot connect needs one sentence, not a stack. */
export async function orSay<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isRefused = /password authentication|role .* does not exist|database .* does not exist/.test(
      reason,
    );
    if (!isRefused && !isDatabaseAway(error)) throw error;
    process.stderr.write(`Postgres at DATABASE_URL cannot be used: ${reason || 'it is out of reach'}.\n`);
    process.exit(1);
  }
}
