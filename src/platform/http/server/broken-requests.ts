import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '#kernel/id';
import type { Clock } from '#kernel/clock';
import type { DomainError } from '#kernel/domain-error';
import { HeadersTooLarge, MalformedRequest, MethodNotAllowed, RequestTimedOut } from '../http.errors';
import { PROBLEM_MEDIA_TYPE, problemOf } from '../problems/problem';

const HEADERS_TIMEOUT_MS = 10_000;
const CHECK_EVERY_MS = 1_000;
/** Longer than load balancers keep theirs: the other way round they send requests into closing connections. */
const KEEP_ALIVE_MS = 65_000;

/** What the HTTP parser refuses never reaches the application: the answer is written to the socket by hand. */
export function answerBrokenRequests(server: Server, clock: Clock): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  // One limit for every body would be too long for JSON and too short for a video: the pace of each is watched instead.
  server.requestTimeout = 0;
  // No silent cut by number, which could hide what a proxy appended: 16 kB of headers are the limit, and 431 says so.
  server.maxHeadersCount = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  Reflect.set(server, 'connectionsCheckingInterval', CHECK_EVERY_MS);
  letThrough(server);
  server.on('clientError', (failure: Error & { code?: string }, socket: Socket) => {
    if (failure.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(refusalOf(failure.code), clock.now()));
  });
  // A tunnel has no response to write to.
  server.on('connect', (_request, socket) => socket.end(rawAnswer(MethodNotAllowed(), clock.now())));
}

/** What the server would answer by itself: ours to say, or not worth saying. */
function letThrough(server: Server): void {
  Reflect.set(server, 'requireHostHeader', false); // the request envelope requires it
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function refusalOf(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW') return HeadersTooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return RequestTimedOut();
  return MalformedRequest();
}

function rawAnswer(error: DomainError, at: Date): string {
  const requestId = newId();
  const problem = problemOf(error, { path: '', requestId, at });
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
