import type { OpenAPIObject } from '@nestjs/swagger';
import type { ContractNotes } from '../contract/operation.decorator';
import type { HeaderObject, Reference } from './document-types';

const RESPONSE_HEADERS: Record<string, HeaderObject> = {
  XRequestId: {
    description: 'Id of the request, taken from the request or made; it stands in every log line.',
    schema: { type: 'string' },
    example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4',
  },
  RateLimitPolicy: {
    description: 'The limit that holds: `q` requests within `w` seconds.',
    schema: { type: 'string' },
    example: '"general";q=50;w=5',
  },
  RateLimit: {
    description: 'What is left of it: `r` requests; it is whole again in `t` seconds.',
    schema: { type: 'string' },
    example: '"general";r=49;t=1',
  },
  IdempotencyReplayed: {
    description: '`true` when this is the answer to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
};

export function headersOf({ rateClass, isIdempotent }: ContractNotes): Record<string, Reference> {
  return {
    'X-Request-Id': referTo('XRequestId'),
    ...(rateClass === 'none'
      ? {}
      : { 'RateLimit-Policy': referTo('RateLimitPolicy'), RateLimit: referTo('RateLimit') }),
    ...(isIdempotent ? { 'Idempotency-Replayed': referTo('IdempotencyReplayed') } : {}),
  };
}

/** Only the headers that some answer names: a component that nothing uses is noise. */
export function usedHeaders(document: OpenAPIObject): Record<string, HeaderObject> {
  const text = JSON.stringify(document.paths);
  return Object.fromEntries(
    Object.entries(RESPONSE_HEADERS).filter(([name]) => text.includes(`/headers/${name}"`)),
  );
}

function referTo(name: string): Reference {
  return { $ref: `#/components/headers/${name}` };
}
