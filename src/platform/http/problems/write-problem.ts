import type { Response } from 'express';
import type { DomainError } from '#kernel/domain-error';
import { discardRest } from '../body/discard-rest';
import type { FramegateRequest } from '../server/framegate-request';
import { withoutQuery } from '../../logging/redaction';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problem';

/** As the document says of `instance`; an address may be longer. */
const LONGEST_INSTANCE = 2048;

export function writeProblem(
  error: DomainError,
  request: FramegateRequest,
  response: Response,
  at: Date,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = {
    ...problemOf(error, {
      path: withoutQuery(request.originalUrl).slice(0, LONGEST_INSTANCE),
      requestId: request.requestId,
      at,
    }),
    ...request.problemMembers?.(error),
  };
  const { retryAfterSeconds } = error.facts;
  if (retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(Math.ceil(retryAfterSeconds)));
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="framegate"');
  const body = Buffer.from(JSON.stringify(problem));
  response.status(problem.status);
  response.setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
  response.setHeader('Content-Length', body.length);
  if (problem.status === 413) endAfterBody(request, response, body);
  else response.end(body);
}

/** The whole answer is out at once; the connection, which cannot be used any more, ends a moment later. */
function endAfterBody(request: FramegateRequest, response: Response, body: Buffer): void {
  response.setHeader('Connection', 'close');
  response.write(body);
  void discardRest(request).then(() => response.end());
}
