import { types } from 'node:util';

const CONNECTION_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** Connection exceptions (08), insufficient resources (53), operator intervention (57P) of the SQLSTATE table. */
const AWAY_STATES = /^(?:08|53|57P)/;
const AWAY_MESSAGES =
  /connection terminated|query read timeout|timeout exceeded when trying to connect|connection ended unexpectedly|client has encountered a connection error|not queryable|driver not connected/i;

/**
 * True when Postgres is out of reach: the caller should wait, nothing is wrong with the request. Errors of the socket come from
 * the runtime itself, which may have another Error than we have.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const code = sqlState(error);
  if (code !== undefined && (CONNECTION_ERRNOS.has(code) || AWAY_STATES.test(code))) return true;
  return AWAY_MESSAGES.test(error.message) || isDatabaseAway(error.cause);
}

/** A statement that was cut off because something else held its rows for too long. */
export function isDatabaseBusy(error: unknown): boolean {
  const code = sqlState(error);
  return code === '57014' || code === '55P03' || code === '40001' || code === '40P01';
}

/** Adapters turn the violation of a constraint that they know into an error of their domain. */
export function isViolationOf(error: unknown, constraint: string): boolean {
  if (!types.isNativeError(error)) return false;
  const facts = driverFacts(error);
  return facts.constraint === constraint && typeof facts.code === 'string' && facts.code.startsWith('23');
}

function sqlState(error: unknown): string | undefined {
  const code = types.isNativeError(error) ? driverFacts(error).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** TypeORM wraps what the driver threw and keeps it as `driverError`. */
function driverFacts(error: Error): { code?: unknown; constraint?: unknown } {
  const wrapped: unknown = 'driverError' in error ? error.driverError : undefined;
  const source = types.isNativeError(wrapped) ? wrapped : error;
  return { code: Reflect.get(source, 'code'), constraint: Reflect.get(source, 'constraint') };
}
