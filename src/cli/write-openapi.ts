import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { API_PREFIX, UNPREFIXED } from '#platform/http/server/create-http-app';
import type { ProcessContext } from '#platform/process/start-process';
import { ApiModule } from '../api.module';
import { CONFIG_GROUPS } from '../config-groups';
import { describeApi } from '../describe-api';

/** Preview builds the module tree without making a single provider, so it needs no settings and no servers. */
export async function writeOpenApi({ logger }: ProcessContext): Promise<void> {
  const noSettings = new Map(CONFIG_GROUPS.map((group) => [group, {}]));
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.of(noSettings, logger), {
    logger: false,
    preview: true,
    abortOnError: false,
  });
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED });
  process.stdout.write(`${JSON.stringify(describeApi(app, null), null, 2)}\n`);
}
