import { Injectable } from '@nestjs/common';
import type { NextFunction, RequestHandler, Response } from 'express';
import { clientAddress } from '#libs/cidr';
import { newId } from '#kernel/id';
import { Logger } from '../../logging/logger';
import { redactText, withoutQuery } from '../../logging/redaction';
import { runInRequestScope } from '../../logging/request-scope';
import { HttpConfig } from '../http.config';
import { MalformedRequest } from '../http.errors';
import { Draining } from './draining';
import type { FramegateRequest } from './framegate-request';
import { RequestMetrics } from './request-metrics';
import { STANDING_HEADERS } from './standing-headers';

const SANE_REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/;

/** First in, last out: gives each request its id, address and scope, and writes its one log line. */
@Injectable()
export class RequestEnvelope {
  constructor(
    private readonly config: HttpConfig,
    private readonly logger: Logger,
    private readonly metrics: RequestMetrics,
    private readonly draining: Draining,
  ) {}

  readonly handle: RequestHandler = (incoming, response, next) => {
    const request = incoming as FramegateRequest;
    const startedAt = performance.now();
    this.address(request, response);
    this.draining.watch(response);
    response.on('close', () => this.finish(request, response, performance.now() - startedAt));
    this.scoped(request, next);
  };

  private address(request: FramegateRequest, response: Response): void {
    const offered = request.headers['x-request-id'];
    request.requestId = typeof offered === 'string' && SANE_REQUEST_ID.test(offered) ? offered : newId();
    request.clientAddress = clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for'],
      this.config.trustedProxies,
    );
    response.setHeader('X-Request-Id', request.requestId);
    for (const [name, value] of STANDING_HEADERS) response.setHeader(name, value);
  }

  private scoped(request: FramegateRequest, next: NextFunction): void {
    const isNameless = request.httpVersion === '1.1' && request.headers.host === undefined;
    const fault = isNameless ? MalformedRequest('The request has no Host header.') : undefined;
    runInRequestScope({ requestId: request.requestId }, () => next(fault));
  }

  private finish(request: FramegateRequest, response: Response, milliseconds: number): void {
    const operation = request.operation ?? 'unrouted';
    const aborted = !response.writableFinished;
    this.metrics.observe(operation, response.statusCode, milliseconds / 1000);
    const facts = {
      request_id: request.requestId,
      method: request.method,
      path: redactText(withoutQuery(request.originalUrl)),
      operation,
      status: response.statusCode,
      duration_ms: Math.round(milliseconds * 10) / 10,
      address: request.clientAddress,
      ...callerOf(request),
      ...(aborted ? { aborted } : {}),
    };
    if (operation.startsWith('probe')) this.logger.debug(facts, 'request');
    else this.logger.request(facts);
  }
}

function callerOf({ actor }: FramegateRequest): object {
  if (actor?.kind !== 'user') return {};
  const { userId, credential } = actor;
  return { user_id: userId, ...(credential.kind === 'api_key' ? { api_key_id: credential.id } : {}) };
}
