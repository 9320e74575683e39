import type { Contract, Route, Schema } from './contract';
import type { ProblemBody } from './wire';

const PROBLEM = 'application/problem+json';
const ANY_PROBLEM: Schema = { $ref: '#/components/schemas/ProblemDto' };
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/;
const SECURITY_HEADERS = [
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'content-security-policy',
  'cross-origin-resource-policy',
  'strict-transport-security',
  'cache-control',
];
/** What can be said to a request that reached no operation. */
const UNROUTED_CODES = [
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'MALFORMED_REQUEST',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly method: string;
  readonly pathname: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Throws when an answer breaks a promise of the document, or one that holds for all answers. */
export function holdToPromises(contract: Contract, answer: WireAnswer): void {
  const broken = [...headerFaults(answer), ...bodyFaults(contract, answer)];
  if (broken.length === 0) return;
  const { method, pathname, status, text } = answer;
  throw new Error(
    `${method} ${pathname} answered ${String(status)}, which breaks promises:\n- ${broken.join('\n- ')}\n${text.slice(0, 1_000)}`,
  );
}

/** Waiting gives nobody more room. */
const FINAL_429 = '"STORAGE_QUOTA_EXCEEDED"';

function headerFaults({ headers, status, text }: WireAnswer): string[] {
  const missing = SECURITY_HEADERS.filter((name) => !headers.has(name)).map((name) => `no ${name} header`);
  const requestId = headers.get('x-request-id') ?? '';
  return [
    ...missing,
    ...(REQUEST_ID.test(requestId) ? [] : [`X-Request-Id is "${requestId}"`]),
    ...(headers.has('x-powered-by') ? ['X-Powered-By tells what it runs on'] : []),
    ...(status === 401 && !headers.has('www-authenticate') ? ['401 without WWW-Authenticate'] : []),
    ...(status === 429 && !headers.has('retry-after') && !text.includes(FINAL_429)
      ? ['429 without Retry-After']
      : []),
    ...(status === 405 && !headers.has('allow') ? ['405 without Allow'] : []),
  ];
}

function bodyFaults(contract: Contract, answer: WireAnswer): string[] {
  const route = contract.routeAt(answer.method, answer.pathname);
  if (route === undefined) return unroutedFaults(contract, answer);
  const documented = route.responses[String(answer.status)];
  if (documented === undefined) return [`${route.operationId} documents no ${String(answer.status)}`];
  const mediaTypes = Object.keys(documented.content ?? {});
  const type = mediaTypeOf(answer);
  if (answer.method === 'HEAD' || mediaTypes.length === 0) {
    return answer.text === '' ? [] : ['a body where none is documented'];
  }
  const media = documented.content?.[type];
  if (media === undefined) return [`Content-Type is "${type}", documented is ${mediaTypes.join(', ')}`];
  if (type === PROBLEM)
    return problemFaults(contract, answer, Object.keys(media.examples ?? {}), media.schema);
  if (type !== 'application/json') return [];
  return faultsAsList(contract.faultsOf(media.schema, JSON.parse(answer.text))).concat(
    limitFaults(route, answer),
  );
}

/** Where the document promises the headers of a limit, good answers carry them. */
function limitFaults(route: Route, { status, headers }: WireAnswer): string[] {
  const promised = Object.keys(route.responses[String(status)]?.headers ?? {}).filter((name) =>
    name.startsWith('RateLimit'),
  );
  return promised.filter((name) => !headers.has(name)).map((name) => `no ${name} header`);
}

function unroutedFaults(contract: Contract, answer: WireAnswer): string[] {
  if (answer.status === 204 && answer.method === 'OPTIONS') return [];
  if (answer.method === 'HEAD') return [];
  if (mediaTypeOf(answer) !== PROBLEM)
    return ['an address that is not documented answers no problem document'];
  return problemFaults(contract, answer, UNROUTED_CODES);
}

function problemFaults(
  contract: Contract,
  { status, headers, text }: WireAnswer,
  codes: readonly string[],
  schema: Schema = ANY_PROBLEM,
): string[] {
  const problem = JSON.parse(text) as ProblemBody;
  const shape = faultsAsList(contract.faultsOf(schema, problem));
  return [
    ...shape,
    ...(problem.status === status ? [] : [`the document says status ${String(problem.status)}`]),
    ...(problem.request_id === headers.get('x-request-id') ? [] : ['request_id is not that of the header']),
    ...(codes.includes(problem.error_code) ? [] : [`${problem.error_code} is none of ${codes.join(', ')}`]),
    ...(status === 503 && !headers.has('retry-after') ? ['503 without Retry-After'] : []),
    ...(LEAKS.test(text) ? ['it tells about the inside of the service'] : []),
  ];
}

/** A stack, SQL, or a path of this machine. */
const LEAKS =
  /\bat \S+ \(|node_modules|\.[jt]s:\d+|\b(?:SELECT|INSERT INTO|UPDATE \w+ SET)\b|\/(?:home|root|usr|work|tmp)\//;

function mediaTypeOf({ headers }: WireAnswer): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
}

function faultsAsList(faults: string | null): string[] {
  return faults === null ? [] : [faults];
}
