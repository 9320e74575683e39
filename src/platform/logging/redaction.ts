/** Query strings carry signatures, tickets and cursors: a log line names the path alone. */
export function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;
const SIGNATURE_IN_URL = /([?&](?:X-Amz-[A-Za-z-]+|token|sig|signature|ticket)=)[^&\s"]+/gi;
/** Refresh tokens and API keys, wherever somebody put them. */
const OUR_CREDENTIALS = /\bfg(?:r|_live|_test)_[A-Za-z0-9_-]{8,}/g;
const BEARER = /\b(Bearer\s+)[A-Za-z0-9._~+/=-]+/gi;

/** Libraries put connection strings and URLs into the messages of their errors. */
export function redactText(text: string): string {
  return text
    .replace(CREDENTIALS_IN_URL, '$1[redacted]@')
    .replace(SIGNATURE_IN_URL, '$1[redacted]')
    .replace(BEARER, '$1[redacted]')
    .replace(OUR_CREDENTIALS, '[redacted]');
}

const DEEPEST_CAUSE = 4;

/** An error as log fields: name, message, stack and causes; never the parameters that drivers hang onto it. */
export function redactedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return redactText(String(error));
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: redactedError(error.cause, depth + 1) }),
  };
}
