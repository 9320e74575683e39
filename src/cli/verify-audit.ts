import { verifyTrail, type ChainReport } from '#modules/audit';
import { DatabaseConfig } from '#platform/database/database.config';
import type { ProcessContext } from '#platform/process/start-process';
import { orSay } from './or-say';

/** Exits with 1 when a row is not as it was recorded, so that a cron job can watch it. */
export async function verifyAudit({ configuration }: ProcessContext): Promise<void> {
  const report = await orSay(() => verifyTrail(configuration.get(DatabaseConfig) as DatabaseConfig));
  process.stdout.write(`${describe(report)}\n`);
  process.exitCode = report.breach === null ? 0 : 1;
}

function describe({ head, breach }: ChainReport): string {
  const reach = `${String(head.position)} rows are as they were recorded; the last hash is ${head.hash.toString('hex')}`;
  if (breach === null) return `The audit trail holds: ${reach}.`;
  const place = breach.position === null ? 'outside of the chain' : `at position ${String(breach.position)}`;
  const row = breach.eventId === null ? 'a row' : `row ${breach.eventId}`;
  return `BROKEN: ${row} ${place} is ${breach.damage}. Before it, ${reach}.`;
}
