import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { BodyTooLarge, MalformedRequest, UnsupportedMediaType } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import { parseStrictJson } from './strict-json';

const LIMIT_BYTES = 256 * 1024;
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
      request.body = parseStrictJson(bytes);
    })
    .then(() => next(), next);
}

/** The framework's own reader waits for the end of a body that is too large before it says so. */
function bytesOf(request: Request): Promise<Buffer> {
  if (!hasBody(request)) return Promise.resolve(Buffer.alloc(0));
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
