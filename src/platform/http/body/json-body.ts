import { raw, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { UnsupportedMediaType } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import { parseStrictJson } from './strict-json';

const JSON_LIMIT = '256kb';
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** Reads JSON bodies and refuses every other kind; compressed ones too, since 1 kB of them can mean 1 GB of memory. */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherTypes, raw({ type: () => true, limit: JSON_LIMIT, inflate: false }), parse];
}

function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const type = request.headers['content-type'];
  if (hasBody(request) && (type === undefined || !JSON_TYPE.test(type))) next(UnsupportedMediaType());
  else next();
}

function parse(incoming: Request, _response: Response, next: NextFunction): void {
  const request = incoming as FramegateRequest;
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    request.body = undefined;
    next();
    return;
  }
  request.rawBody = bytes;
  request.body = parseStrictJson(bytes);
  next();
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
