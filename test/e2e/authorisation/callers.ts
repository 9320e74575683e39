import { API_KEY_FORMAT } from '../../../src/modules/api-keys/tokens/api-key-format';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { forgeAccessToken } from '../../support/forged-tokens';
import { MallSite } from '../../support/mall-site';
import { logIn, register } from '../../support/people';
import type { ClientsOf } from './ask-as-everybody';
import type { Premises } from './premises';
import type { Scene } from '../../support/scene';

/** Everybody who may knock, from nobody to the admin. Each operation is asked by each of them. */
export const CALLERS = [
  'anonymous',
  'garbage token',
  'expired token',
  'refresh token as access token',
  'unknown api key',
  'disabled user',
  'user',
  'owner',
  'tenant',
  'tenant of another mall',
  'operator',
  'operator of another mall',
  'admin',
] as const;
export type Caller = (typeof CALLERS)[number];

export type Callers = ClientsOf<Caller>;

/** After these, nobody can call anything any more. */
const SESSION_ENDS_WITH = ['logOut'];

/** Signs up one of each, once: operator and tenant of this place, and of another. */
export async function gatherCallers(scene: Scene, { mall, storeId, owner }: Premises): Promise<Callers> {
  const { client } = scene;
  const other = await MallSite.open((await scene.admin()).client);
  const [user, disabled] = [await register(client, 'user'), await register(client, 'disabled')];
  await disable(scene, disabled.user.id, disabled.client);
  const expired = forgeAccessToken(scene.variables, user.session.access_token, {
    claims: ({ iat }) => ({ iat: iat - 3600, exp: iat - 31 }),
  });
  const { text: unknownKey } = API_KEY_FORMAT.mint('live');
  const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = scene.variables;
  return {
    anonymous: () => Promise.resolve(client),
    'garbage token': () => Promise.resolve(client.as('garbage')),
    'expired token': () => Promise.resolve(client.as(expired)),
    'refresh token as access token': () => Promise.resolve(client.as(user.session.refresh_token)),
    'unknown api key': () => Promise.resolve(client.with({ 'x-api-key': unknownKey })),
    'disabled user': () => Promise.resolve(disabled.client),
    user: signedIn(client, user.email),
    owner: signedIn(client, owner.email),
    tenant: signedIn(client, await tenantOf(mall, storeId, client)),
    'tenant of another mall': signedIn(client, await tenantOf(other, await other.newStore(), client)),
    operator: signedIn(client, await operatorOf(mall, client)),
    'operator of another mall': signedIn(client, await operatorOf(other, client)),
    admin: signedIn(client, email, password),
  };
}

function signedIn(client: ApiClient, email: string, password?: string): Callers[Caller] {
  const newSession = async () => (await logIn(client, email, password)).client;
  let session: Promise<ApiClient> | null = null;
  return (operationId) =>
    SESSION_ENDS_WITH.includes(operationId) ? newSession() : (session ??= newSession());
}

export async function tenantOf(mall: MallSite, storeId: string, client: ApiClient): Promise<string> {
  const { user, email } = await register(client, 'tenant');
  await mall.letIn(user.id, storeId);
  return email;
}

export async function operatorOf(mall: MallSite, client: ApiClient): Promise<string> {
  const { user, email } = await register(client, 'operator');
  await mall.appoint(user.id);
  return email;
}

export async function disable(scene: Scene, userId: string, client: ApiClient): Promise<void> {
  const admin = await scene.admin();
  await admin.client.patch(`/api/v1/users/${userId}`, { disabled: true });
  await eventually(
    'the disabled user is kept out',
    async () => (await client.get('/api/v1/auth/me')).status === 401,
  );
}
