import type { IncomingMessage } from 'node:http';
import type {
  CorsOptions,
  CorsOptionsDelegate,
} from '@nestjs/common/interfaces/external/cors-options.interface.js';

const EXPOSED_HEADERS = [
  'ETag',
  'Location',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Idempotency-Replayed',
  'Tus-Resumable',
  'Tus-Version',
  'Tus-Extension',
  'Tus-Max-Size',
  'Upload-Offset',
  'Upload-Length',
  'Upload-Expires',
];

const NO_PAGE: CorsOptions = { origin: false };

/** Exact origins, never a reflected one, and no cookies: a credential is always a header. */
export function corsOptions(origins: readonly string[]): CorsOptionsDelegate<IncomingMessage> {
  const forPages: CorsOptions = {
    origin: [...origins],
    methods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 3000,
  };
  // The library works through every header before it looks whether a page asks.
  return ({ method, headers }, answer) =>
    answer(null, headers.origin === undefined && method !== 'OPTIONS' ? NO_PAGE : forPages);
}
