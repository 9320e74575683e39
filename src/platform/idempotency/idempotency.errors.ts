import { defineError } from '#kernel/domain-error';

export const IdempotencyKeyInvalid = defineError({
  code: 'IDEMPOTENCY_KEY_INVALID',
  kind: 'malformed',
  title: 'Idempotency-Key is not usable',
  says: 'Idempotency-Key must be 1 to 255 printable ASCII characters.',
});

export const IdempotencyKeyReused = defineError({
  code: 'IDEMPOTENCY_KEY_REUSED',
  kind: 'invalid',
  title: 'Idempotency-Key was used for another request',
  says: 'This Idempotency-Key was used within the last 24 hours for a request with another body or path.',
});

export const IdempotencyInFlight = defineError({
  code: 'IDEMPOTENCY_IN_FLIGHT',
  kind: 'conflict',
  title: 'The same request is being worked on',
  says: 'A request with this Idempotency-Key is in flight; ask again in a moment.',
});
