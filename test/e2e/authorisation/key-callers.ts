import { SCOPES, type Scope } from '#kernel/actor';
import type { ApiClient } from '../../support/api-client';
import { makeKey } from '../../support/api-keys';
import { eventually } from '../../support/eventually';
import { logIn, register } from '../../support/people';
import type { Scene } from '../../support/scene';
import type { ClientsOf } from './ask-as-everybody';
import { disable, operatorOf, tenantOf } from './callers';
import type { Premises } from './premises';

/** Each scope alone, in the hands of an admin: whatever is refused is refused for the scope. */
type SingleScope = `admin's key with ${Scope}`;
/** Who makes a key that may do all that they may. */
export const PRINCIPALS = ['owner', 'tenant', 'operator', 'admin'] as const;
type Principal = (typeof PRINCIPALS)[number];
/** Keys that open nothing. */
export const DEAD_KEYS = ['revoked key', 'expired key', 'key of a disabled user'] as const;

export type KeyCaller =
  | `${Principal}'s key with every scope`
  | SingleScope
  | (typeof DEAD_KEYS)[number]
  | 'key from another address';

const SCOPES_OF_USERS = SCOPES.filter((scope) => scope !== 'admin');

export const singleScope = (scope: Scope): SingleScope => `admin's key with ${scope}`;

export async function gatherKeyCallers(scene: Scene, premises: Premises): Promise<ClientsOf<KeyCaller>> {
  const { client } = scene;
  const { mall, storeId, owner } = premises;
  const { client: admin } = await scene.admin();
  const signedIn = async (email: string): Promise<ApiClient> => (await logIn(client, email)).client;
  const every = async (person: ApiClient, scopes: readonly Scope[] = SCOPES_OF_USERS) =>
    holding((await makeKey(person, { scopes })).client);
  const singles = await Promise.all(
    SCOPES.map(async (scope) => [singleScope(scope), await every(admin, [scope])] as const),
  );
  return {
    "owner's key with every scope": await every(owner.client),
    "tenant's key with every scope": await every(await signedIn(await tenantOf(mall, storeId, client))),
    "operator's key with every scope": await every(await signedIn(await operatorOf(mall, client))),
    "admin's key with every scope": await every(admin, SCOPES),
    ...(Object.fromEntries(singles) as ClientsOf<SingleScope>),
    'revoked key': await revokedKey(owner.client),
    'expired key': await expiredKey(scene, owner.client),
    'key of a disabled user': await keyOfDisabled(scene),
    'key from another address': holding(
      (await makeKey(admin, { scopes: SCOPES, allowed_cidrs: ['192.0.2.0/24'] })).client,
    ),
  };
}

function holding(client: ApiClient): ClientsOf<string>[string] {
  return () => Promise.resolve(client);
}

async function revokedKey(person: ApiClient) {
  const { id, client } = await makeKey(person);
  await person.ask('DELETE', `/api/v1/api-keys/${id}`);
  return holding(await untilRefused(client));
}

async function expiredKey(scene: Scene, person: ApiClient) {
  const { id, client } = await makeKey(person);
  await scene.sql(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [id]);
  return holding(await untilRefused(client));
}

async function keyOfDisabled(scene: Scene) {
  const { user, client } = await register(scene.client, 'disabled');
  const key = await makeKey(client);
  await disable(scene, user.id, client);
  return holding(await untilRefused(key.client));
}

async function untilRefused(client: ApiClient): Promise<ApiClient> {
  await eventually('the key is refused', async () => (await client.get('/api/v1/auth/me')).status === 401);
  return client;
}
