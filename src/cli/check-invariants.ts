import { NestFactory } from '@nestjs/core';
import { Invariants, type InvariantReport } from '#platform/invariants/invariants';
import type { ProcessContext } from '#platform/process/start-process';
import { ApiModule } from '../api.module';

/** Exits with 1 when something does not hold, so that a cron job can watch it. */
export async function checkInvariants(context: ProcessContext): Promise<void> {
  const reports = await reportInvariants(context);
  for (const { name, violations } of reports) {
    process.stdout.write(`${violations.length === 0 ? 'holds ' : 'BROKEN'}  ${name}\n`);
    for (const violation of violations) process.stdout.write(`        ${JSON.stringify(violation)}\n`);
  }
  process.exit(reports.some(({ violations }) => violations.length > 0) ? 1 : 0);
}

export async function reportInvariants({
  configuration,
  logger,
}: ProcessContext): Promise<readonly InvariantReport[]> {
  const app = await NestFactory.createApplicationContext(ApiModule.of(configuration, logger), {
    logger: false,
  });
  try {
    return await app.get(Invariants).check();
  } finally {
    await app.close();
  }
}
