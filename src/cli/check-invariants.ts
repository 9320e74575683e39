import { NestFactory } from '@nestjs/core';
import { Invariants } from '#platform/invariants/invariants';
import type { ProcessContext } from '#platform/process/start-process';
import { ApiModule } from '../api.module';

/** Exits with 1 when something does not hold, so that a cron job can watch it. */
export async function checkInvariants({ configuration, logger }: ProcessContext): Promise<void> {
  const app = await NestFactory.createApplicationContext(ApiModule.of(configuration, logger), {
    logger: false,
  });
  const reports = await app.get(Invariants).check();
  for (const { name, violations } of reports) {
    process.stdout.write(`${violations.length === 0 ? 'holds ' : 'BROKEN'}  ${name}\n`);
    for (const violation of violations) process.stdout.write(`        ${JSON.stringify(violation)}\n`);
  }
  await app.close();
  process.exit(reports.some(({ violations }) => violations.length > 0) ? 1 : 0);
}
