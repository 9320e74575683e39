import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { HttpConfig } from '#platform/http/http.config';
import { Addresses } from '#platform/http/server/addresses';
import { API_PREFIX, UNPREFIXED } from '#platform/http/server/create-http-app';
import type { ProcessContext } from '#platform/process/start-process';
import { ApiModule } from '../api.module';
import { describeApi } from '../describe-api';

/** Preview builds the module tree without making a single provider, so it needs no database. */
export async function writeOpenApi({ configuration, logger }: ProcessContext): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.of(configuration, logger), {
    logger: false,
    preview: true,
  });
  const addresses = new Addresses(configuration.get(HttpConfig) as HttpConfig);
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED });
  process.stdout.write(`${JSON.stringify(describeApi(app, addresses), null, 2)}\n`);
}
