import type { ApiClient, Ask } from '../../support/api-client';
import type { Route } from '../../support/contract';

/** What an operation needs beyond the examples of the document, to get past everything but the question who asks. */
export interface Fixture {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of a body in JSON. */
  readonly rawBody?: Uint8Array;
}

/** By operation id; a function where each request needs a thing of its own, or one of the caller's own. */
export type Fixtures = Readonly<Record<string, (caller: ApiClient) => Fixture | Promise<Fixture>>>;

/** A request that would succeed, were it sent by somebody who may. */
export async function requestFor(
  route: Route,
  fixtures: Fixtures,
  caller: ApiClient,
): Promise<{ path: string; ask: Ask }> {
  const fixture = (await fixtures[route.operationId]?.(caller)) ?? {};
  const body = 'body' in fixture ? fixture.body : exampleBody(route);
  return {
    path: pathOf(route, fixture),
    ask: {
      ...(body === undefined ? {} : { body }),
      ...(fixture.rawBody === undefined ? {} : { rawBody: fixture.rawBody }),
      headers: fixture.headers ?? {},
    },
  };
}

function pathOf(route: Route, { path = {}, query = {} }: Fixture): string {
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? exampleOf(route, name)),
  );
  const text = new URLSearchParams(query).toString();
  return text === '' ? filled : `${filled}?${text}`;
}

function exampleOf(route: Route, name: string): string {
  const parameter = route.parameters?.find((candidate) => candidate.in === 'path' && candidate.name === name);
  const example = parameter?.example ?? parameter?.schema.example;
  if (typeof example !== 'string')
    throw new Error(`${route.operationId}: the document gives no example of {${name}}`);
  return example;
}

function exampleBody(route: Route): unknown {
  return route.requestBody?.content['application/json']?.example;
}
