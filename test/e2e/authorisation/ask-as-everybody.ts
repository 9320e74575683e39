import type { ApiClient } from '../../support/api-client';
import type { Route } from '../../support/contract';
import type { Matrix } from './matrix';
import { requestFor, type Fixtures } from './requests';

/** For each caller a client that speaks for it, to call this operation by. */
export type ClientsOf<Caller extends string> = Readonly<
  Record<Caller, (operationId: string) => Promise<ApiClient>>
>;

/** Every operation, by every caller in turn: each with things of its own, so that none meets what another left. */
export async function askAsEverybody<Caller extends string>(
  routes: readonly Route[],
  callers: ClientsOf<Caller>,
  fixtures: Fixtures,
): Promise<Matrix<Caller>> {
  const rows = routes.map(
    async (route) => [route.operationId, await statusesOf(route, callers, fixtures)] as const,
  );
  return Object.fromEntries(await Promise.all(rows));
}

async function statusesOf<Caller extends string>(
  route: Route,
  callers: ClientsOf<Caller>,
  fixtures: Fixtures,
): Promise<Matrix<Caller>[string]> {
  const row: Partial<Record<Caller, number>> = {};
  for (const caller of Object.keys(callers) as Caller[]) {
    const client = await callers[caller](route.operationId);
    const { path, ask } = await requestFor(route, fixtures, client);
    row[caller] = (await client.ask(route.method, path, ask)).status;
  }
  return row;
}
