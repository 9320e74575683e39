import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { BodyTooLarge, MalformedRequest, UnsupportedMediaType } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import { parseStrictJson } from './strict-json';

const LIMIT_BYTES = 256 * 1024;
const LINGER_BYTES = 1024 * 1024;
const LINGER_MS = 1_000;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** Reads JSON bodies and refuses every other kind; compressed ones too, since 1 kB of them can mean 1 GB of memory. */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherTypes, read];
}

function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  const isPlainJson = JSON_TYPE.test(type) && encoding.toLowerCase() === 'identity';
  next(hasBody(request) && !isPlainJson ? UnsupportedMediaType() : undefined);
}

function read(incoming: Request, _response: Response, next: NextFunction): void {
  const request = incoming as FramegateRequest;
  bytesOf(request)
    .then((bytes) => {
      if (bytes.length === 0) return;
      request.rawBody = bytes;
      request.body = parseStrictJson(bytes) as unknown;
    })
    .then(() => next(), next);
}

/** The framework's own reader waits for the end of a body that is too large before it says so. */
function bytesOf(request: Request): Promise<Buffer> {
  if (!hasBody(request)) return Promise.resolve(Buffer.alloc(0));
  if (announcedBytes(request) > LIMIT_BYTES) return refuse(request);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const take = (piece: Buffer): void => {
      size += piece.length;
      pieces.push(piece);
      if (size <= LIMIT_BYTES) return;
      request.off('data', take);
      refuse(request).catch(reject);
    };
    request.on('data', take);
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('error', () => reject(MalformedRequest('The body broke off.')));
  });
}

/**
 * A connection that is cut at once often takes the answer with it. So a little of the rest is read and thrown away, and a
 * sender who has more than that is left standing for a second first.
 */
function refuse(request: Request): Promise<never> {
  let left = LINGER_BYTES;
  const limit = setTimeout(() => request.socket.destroySoon(), LINGER_MS);
  request.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) request.pause();
  });
  request.on('end', () => clearTimeout(limit));
  return Promise.reject(BodyTooLarge());
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || announcedBytes(request) > 0;
}

function announcedBytes(request: Request): number {
  return Number(request.headers['content-length'] ?? 0);
}
