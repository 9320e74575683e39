import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestLogger } from '#platform/logging/nest-logger';
import { startProcess } from '#platform/process/start-process';
import { stopOnSignals } from '#platform/process/stop-on-signals';
import { RedisSuitability } from '#platform/redis/redis-suitability';
import { CONFIG_GROUPS } from './config-groups';
import { WorkerModule } from './worker.module';

startProcess('worker', CONFIG_GROUPS, async ({ configuration, logger }) => {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(configuration, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  await app.get(RedisSuitability).check();
  stopOnSignals(app, logger);
  logger.info({}, 'worker ready');
});
