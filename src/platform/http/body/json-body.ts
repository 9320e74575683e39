import type { NextFunction, Request, RequestHandler } from 'express';
import { BodyTooLarge, MalformedRequest, UnsupportedMediaType } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import type { StreamedRoutes } from './streamed-routes';
import { parseStrictJson } from './strict-json';

const LIMIT_BYTES = 256 * 1024;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/**
 * Reads JSON bodies and refuses every other kind; compressed ones too, since 1 kB of them can mean 1 GB of memory. The bodies of
 * streamed routes are their handlers' own.
 */
export function jsonBody(streamed: StreamedRoutes): RequestHandler {
  return (request, _response, next) => {
    if (!hasBody(request) || streamed.has(request)) next();
    else if (isPlainJson(request)) read(request as FramegateRequest, next);
    else next(UnsupportedMediaType());
  };
}

function isPlainJson({ headers }: Request): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  return JSON_TYPE.test(type) && encoding.toLowerCase() === 'identity';
}

function read(request: FramegateRequest, next: NextFunction): void {
  bytesOf(request)
    .then((bytes) => {
      if (bytes.length === 0) return;
      request.rawBody = bytes;
      request.body = parseStrictJson(bytes);
    })
    .then(() => next(), next);
}

/** The framework's own reader waits for the end of a body that is too large before it says so. */
function bytesOf(request: Request): Promise<Buffer> {
  if (announcedBytes(request) > LIMIT_BYTES) return Promise.reject(BodyTooLarge());
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const take = (piece: Buffer): void => {
      size += piece.length;
      pieces.push(piece);
      if (size <= LIMIT_BYTES) return;
      request.off('data', take).pause();
      reject(BodyTooLarge());
    };
    request.on('data', take);
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('error', () => reject(MalformedRequest('The body broke off.')));
  });
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || announcedBytes(request) > 0;
}

function announcedBytes(request: Request): number {
  return Number(request.headers['content-length'] ?? 0);
}
