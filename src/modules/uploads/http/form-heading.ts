import type { IncomingHttpHeaders } from 'node:http';
import { TooManyBytes } from '#modules/storage';
import { UnsupportedMediaType } from '#platform/http/http.errors';
import { FormMalformed } from '../domain/upload.errors';

const FORM = /^multipart\/form-data\s*(?:;|$)/i;
const BOUNDARY = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i;
/** As RFC 2046 says. A longer one has made a parser search for ever. */
const USABLE = /^[0-9A-Za-z'()+_,./:=?-](?:[0-9A-Za-z'()+_,./:=? -]{0,68}[0-9A-Za-z'()+_,./:=?-])?$/;
/** Fields, headers and boundaries beside the file. */
export const BESIDE_FILE_BYTES = 256 * 1024;

export interface FormHeading {
  readonly boundary: string;
  readonly maxFileBytes: number;
}

/** What can be refused before a byte of the body is read. */
export function readFormHeading(headers: IncomingHttpHeaders, mostFileBytes: number): FormHeading {
  const {
    'content-type': type = '',
    'content-encoding': encoding = 'identity',
    'content-length': length,
  } = headers;
  if (!FORM.test(type) || encoding.toLowerCase() !== 'identity')
    throw UnsupportedMediaType('Send the file as multipart/form-data, uncompressed.');
  const [, quoted, plain] = BOUNDARY.exec(type) ?? [];
  const boundary = quoted ?? plain ?? '';
  if (!USABLE.test(boundary))
    throw FormMalformed('The Content-Type names no boundary of 1 to 70 characters.');
  const announced = length === undefined ? mostFileBytes : Number(length);
  if (announced > mostFileBytes + BESIDE_FILE_BYTES) throw tooLarge(mostFileBytes);
  return { boundary, maxFileBytes: Math.max(1, Math.min(announced, mostFileBytes)) };
}

function tooLarge(mostFileBytes: number): Error {
  return TooManyBytes(`At most ${String(mostFileBytes)} bytes are taken here; nothing was kept.`, {
    details: { max_bytes: mostFileBytes },
  });
}
