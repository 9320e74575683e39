import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import express, { type RequestHandler } from 'express';
import { Clock } from '#kernel/clock';
import { Logger } from '../../logging/logger';
import { NestLogger } from '../../logging/nest-logger';
import { jsonBody } from '../body/json-body';
import { StreamedRoutes } from '../body/streamed-routes';
import { WireValidationPipe } from '../body/wire-validation.pipe';
import { HttpConfig } from '../http.config';
import { ProblemFilter } from '../problems/problem.filter';
import { Refusals } from '../problems/refusals';
import { ProblemMembers } from '../problems/problem-members';
import { API_PATH } from './addresses';
import { answerBrokenRequests } from './broken-requests';
import { corsOptions } from './cors-options';
import { Draining } from './draining';
import { honourConditions } from './honour-conditions';
import { oneSpelling } from './one-spelling';
import { RequestEnvelope } from './request-envelope';
import { TransferPace } from './transfer-pace';
import { WholeServerAdapter } from './whole-server-adapter';

export const API_PREFIX = API_PATH.slice(1);
/** Probes, metrics and signed links stand outside the versioned API. */
export const UNPREFIXED = ['health', 'health/live', 'health/ready', 'metrics', 'storage/*key'];
const COMPRESS_FROM_BYTES = 1024;

/** The HTTP application with everything that every route shares, in the order in which a request meets it. */
export async function createHttpApp(
  root: Type | DynamicModule,
  logger: Logger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    root,
    new WholeServerAdapter(strictExpress()),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  app.use(app.get(RequestEnvelope).handle);
  app.enableCors(corsOptions(app.get(HttpConfig).allowedOrigins));
  app.use(compressed());
  app.use(oneSpelling);
  app.use(honourConditions);
  app.use(app.get(ProblemMembers).handle);
  app.use(app.get(TransferPace).handle);
  app.use(jsonBody(app.get(StreamedRoutes)));
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED });
  app.useGlobalPipes(new WireValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger, app.get(Clock), app.get(Refusals)));
  answerBrokenRequests(app.getHttpServer(), app.get(Clock));
  app.get(Draining).watchConnections(app.getHttpServer());
  return app;
}

/** The library wraps every answer before it looks whether anybody asked for that. */
function compressed(): RequestHandler {
  const compress = compression({ threshold: COMPRESS_FROM_BYTES });
  return (request, response, next) => {
    if (request.headers['accept-encoding'] !== undefined) {
      compress(request, response, next);
    } else next();
  };
}

/** One address, one handler: `/Videos` and `/videos/` are not `/videos`, and a query is flat text. */
function strictExpress(): express.Express {
  const server = express();
  server.set('case sensitive routing', true);
  server.set('strict routing', true);
  server.set('query parser', 'simple');
  server.set('x-powered-by', false);
  server.set('etag', false);
  return server;
}
