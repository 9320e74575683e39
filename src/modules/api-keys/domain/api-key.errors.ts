import { defineError } from '#kernel/domain-error';

export const ApiKeyNotFound = defineError({
  code: 'API_KEY_NOT_FOUND',
  kind: 'not_found',
  title: 'No such API key',
  says: 'There is no API key with this id.',
});

export const NotYourApiKey = defineError({
  code: 'NOT_YOUR_API_KEY',
  kind: 'forbidden',
  title: 'Not your API key',
  says: 'This API key belongs to somebody else.',
});

export const ApiKeyBeyondRole = defineError({
  code: 'API_KEY_BEYOND_ROLE',
  kind: 'forbidden',
  title: 'More than you may give to a key',
  says: 'A key can be given no more than its owner may do.',
});

export const ApiKeyTermsInvalid = defineError({
  code: 'API_KEY_TERMS_INVALID',
  kind: 'invalid',
  title: 'The terms of the key do not hold',
  says: 'What this key would be given cannot hold.',
});

export const ApiKeyOver = defineError({
  code: 'API_KEY_OVER',
  kind: 'conflict',
  title: 'The API key is over',
  says: 'This API key is revoked or expired, or another has taken its place.',
});

export const TooManyApiKeys = defineError({
  code: 'TOO_MANY_API_KEYS',
  kind: 'conflict',
  title: 'Too many API keys',
  says: 'You have as many live API keys as one user may have; revoke one that is not used.',
});
