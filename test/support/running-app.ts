import { Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { getQueueToken } from '@nestjs/bullmq';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { ConfigModule } from '#platform/config/config.module';
import { parseConfiguration, type Configuration } from '#platform/config/parse-configuration';
import { DatabaseModule } from '#platform/database/database.module';
import { WORKER_CONNECTION } from '#platform/database/database-options';
import { HousekeepingModule } from '#platform/housekeeping/housekeeping.module';
import { createHttpApp } from '#platform/http/server/create-http-app';
import { Invariants } from '#platform/invariants/invariants';
import { Logger } from '#platform/logging/logger';
import { LoggingModule } from '#platform/logging/logging.module';
import { OutboxModule } from '#platform/outbox/outbox.module';
import { RelayModule } from '#platform/outbox/relay.module';
import { RedisCourier } from '#platform/redis/redis-courier';
import { RedisModule } from '#platform/redis/redis.module';
import { ApiModule } from '../../src/api.module';
import { CONFIG_GROUPS } from '../../src/config-groups';
import { PROCESSING_QUEUE } from '../../src/modules/processing/jobs/processing-queue';
import { WorkerModule } from '../../src/worker.module';
import type { TestEnvironment } from './environment';
import { eventually } from './eventually';

type Variables = Readonly<Record<string, string>>;

export interface Changes {
  /** Settings that differ from those of the environment. */
  readonly variables?: Variables;
  /** Modules that only this test mounts. */
  readonly modules?: readonly (Type | DynamicModule)[];
}

/** The HTTP process, run within the test: real modules, real Postgres, real Redis. */
export interface RunningApi {
  readonly app: INestApplicationContext;
  readonly url: string;
  readonly get: INestApplicationContext['get'];
  close(): Promise<void>;
}

export async function startApi(environment: TestEnvironment, changes: Changes = {}): Promise<RunningApi> {
  const app = await createHttpApp(rootOf(environment, changes), quietLogger());
  await app.get(RedisCourier).settle();
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), get: app.get.bind(app), close: () => app.close() };
}

/** The same modules without a listening socket, for tests of what stands behind the edge. */
export async function startApiContext(
  environment: TestEnvironment,
  changes: Changes = {},
): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(rootOf(environment, changes), quietly());
  await app.get(RedisCourier).settle();
  return app;
}

/** The part of the worker that publishes facts, alone. */
export async function startRelay(
  environment: TestEnvironment,
  variables: Variables = {},
): Promise<INestApplicationContext> {
  const configuration = configurationOf(environment, variables);
  const root: DynamicModule = {
    module: RelayRoot,
    imports: [
      ConfigModule.of(configuration),
      LoggingModule.of(quietLogger()),
      DatabaseModule.for(WORKER_CONNECTION),
      RedisModule,
      OutboxModule,
      RelayModule,
      HousekeepingModule,
    ],
  };
  const app = await NestFactory.createApplicationContext(root, quietly());
  await app.get(RedisCourier).settle();
  return app;
}

@Module({})
class RelayRoot {}

export async function startWorker(
  environment: TestEnvironment,
  variables: Variables = {},
): Promise<INestApplicationContext> {
  const root = WorkerModule.of(configurationOf(environment, variables), quietLogger());
  const app = await NestFactory.createApplicationContext(root, quietly());
  await app.get(RedisCourier).settle();
  return app;
}

export function configurationOf(environment: TestEnvironment, variables: Variables = {}): Configuration {
  return parseConfiguration(CONFIG_GROUPS, { ...environment.variables, ...variables });
}

/** Breaches by name: none is what every test file must leave behind. */
export async function brokenInvariants(app: { get: INestApplicationContext['get'] }): Promise<string[]> {
  const reports = await app.get(Invariants).check();
  return reports.filter(({ violations }) => violations.length > 0).map(({ name }) => name);
}

/** A queue that is closed while Redis is away would go on reconnecting for ever: first wait until it is back. */
export async function untilRedisIsBack(app: { get: INestApplicationContext['get'] }): Promise<void> {
  const queue = app.get<Queue>(getQueueToken(PROCESSING_QUEUE), { strict: false });
  await eventually('Redis is back', () =>
    queue.count().then(
      () => true,
      () => false,
    ),
  );
  await app.get(RedisCourier).settle();
}

export function quietLogger(): Logger {
  return Logger.create({ level: 'silent', process: 'api' });
}

function rootOf(environment: TestEnvironment, { variables = {}, modules = [] }: Changes): DynamicModule {
  const api = ApiModule.of(configurationOf(environment, variables), quietLogger());
  return { module: TestRoot, imports: [api, ...modules] };
}

@Module({})
class TestRoot {}

function quietly(): { logger: false; abortOnError: false } {
  return { logger: false, abortOnError: false };
}
