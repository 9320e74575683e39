import { defineError } from '#kernel/domain-error';

export const MalformedRequest = defineError({
  code: 'MALFORMED_REQUEST',
  kind: 'malformed',
  title: 'The request cannot be read',
  says: 'The request is not well-formed HTTP.',
});

export const MalformedJson = defineError({
  code: 'MALFORMED_JSON',
  kind: 'malformed',
  title: 'The body is not usable JSON',
  says: 'The body is not valid JSON.',
});

export const BodyMissing = defineError({
  code: 'BODY_MISSING',
  kind: 'malformed',
  title: 'The body is missing',
  says: 'This request needs a JSON body.',
});

export const BodyTooLarge = defineError({
  code: 'BODY_TOO_LARGE',
  kind: 'too_large',
  title: 'The body is too large',
  says: 'The body is larger than this route accepts.',
});

export const UnsupportedMediaType = defineError({
  code: 'UNSUPPORTED_MEDIA_TYPE',
  kind: 'unsupported',
  title: 'The body has a type that is not accepted',
  says: 'Send the body as application/json, uncompressed.',
});

export const ValidationFailed = defineError({
  code: 'VALIDATION_FAILED',
  kind: 'invalid',
  title: 'A value fails validation',
  says: 'One or more values fail validation.',
});

export const RouteNotFound = defineError({
  code: 'ROUTE_NOT_FOUND',
  kind: 'not_found',
  title: 'No such route',
  says: 'There is nothing at this address.',
});

export const MethodNotAllowed = defineError({
  code: 'METHOD_NOT_ALLOWED',
  kind: 'method_not_allowed',
  title: 'The method is not allowed here',
  says: 'This address does not answer to that method.',
});

export const HeadersTooLarge = defineError({
  code: 'HEADERS_TOO_LARGE',
  kind: 'headers_too_large',
  title: 'The headers are too large',
  says: 'The request has too many or too large headers.',
});

export const RequestTimedOut = defineError({
  code: 'REQUEST_TIMED_OUT',
  kind: 'timed_out',
  title: 'The request took too long to arrive',
  says: 'The request did not arrive in time.',
});

export const Unauthenticated = defineError({
  code: 'UNAUTHENTICATED',
  kind: 'unauthenticated',
  title: 'No valid credential',
  says: 'This request needs a valid access token.',
});

export const TwoCredentials = defineError({
  code: 'TWO_CREDENTIALS',
  kind: 'malformed',
  title: 'Two credentials at once',
  says: 'Send either an Authorization header or X-API-Key, not both and neither of them twice.',
});

export const CredentialInUrl = defineError({
  code: 'CREDENTIAL_IN_URL',
  kind: 'malformed',
  title: 'A credential in the URL',
  says: 'Credentials belong into a header: URLs end up in logs and histories.',
});

export const Forbidden = defineError({
  code: 'FORBIDDEN',
  kind: 'forbidden',
  title: 'Not allowed',
  says: 'You are not allowed to do this.',
});

export const ScopeMissing = defineError({
  code: 'SCOPE_MISSING',
  kind: 'forbidden',
  title: 'The credential lacks a scope',
  says: 'This credential lacks a scope that the operation needs.',
});

export const PersonNeeded = defineError({
  code: 'PERSON_NEEDED',
  kind: 'forbidden',
  title: 'Not for API keys',
  says: 'This takes a signed-in user: no API key may do it.',
});

export const AddressNotAllowed = defineError({
  code: 'ADDRESS_NOT_ALLOWED',
  kind: 'forbidden',
  title: 'Not from this address',
  says: 'This API key may not be used from this address.',
});

export const RateLimited = defineError({
  code: 'RATE_LIMITED',
  kind: 'rate_limited',
  title: 'Too many requests',
  says: 'Too many requests; wait before the next one.',
});

export const TooManyBodies = defineError({
  code: 'TOO_MANY_BODIES',
  kind: 'rate_limited',
  title: 'Too many bodies at once',
  says: 'Too many of your uploads are under way at once; wait until one is done.',
});

export const DependencyUnavailable = defineError({
  code: 'DEPENDENCY_UNAVAILABLE',
  kind: 'unavailable',
  title: 'Something this needs is out of reach',
  says: 'A service that this request needs is out of reach; try again soon.',
});

export const Overloaded = defineError({
  code: 'OVERLOADED',
  kind: 'unavailable',
  title: 'Too busy',
  says: 'The service is too busy to take this now; try again soon.',
});

export const Internal = defineError({
  code: 'INTERNAL',
  kind: 'internal',
  title: 'A fault of the service',
  says: 'Something went wrong on our side. The request id finds it in the log.',
});
