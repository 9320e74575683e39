import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { forgeAccessToken } from '../../support/forged-tokens';
import { logIn, register } from '../../support/people';
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
  'tenant',
  'operator',
  'admin',
] as const;
export type Caller = (typeof CALLERS)[number];

/** A client that speaks for one kind of caller, with a session of its own: some operations end it. */
export type Callers = Readonly<Record<Caller, () => Promise<ApiClient>>>;

/** Signs up one of each, once. */
export async function gatherCallers(scene: Scene): Promise<Callers> {
  const { client } = scene;
  const [user, tenant, operator, disabled] = await Promise.all(
    ['user', 'tenant', 'operator', 'disabled'].map((name) => register(client, name)),
  );
  if (!user || !tenant || !operator || !disabled) throw new Error('nobody came');
  await join(scene, tenant.user.id, 'tenant');
  await join(scene, operator.user.id, 'operator');
  await disable(scene, disabled.user.id, disabled.client);
  const expired = forgeAccessToken(scene.variables, user.session.access_token, {
    claims: ({ iat }) => ({ iat: iat - 3600, exp: iat - 31 }),
  });
  const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = scene.variables;
  return {
    anonymous: () => Promise.resolve(client),
    'garbage token': () => Promise.resolve(client.as('garbage')),
    'expired token': () => Promise.resolve(client.as(expired)),
    'refresh token as access token': () => Promise.resolve(client.as(user.session.refresh_token)),
    'unknown api key': () =>
      Promise.resolve(client.with({ 'x-api-key': 'fg_live_0123456789abcdef0123456789abcdef' })),
    'disabled user': () => Promise.resolve(disabled.client),
    user: async () => (await logIn(client, user.email)).client,
    tenant: async () => (await logIn(client, tenant.email)).client,
    operator: async () => (await logIn(client, operator.email)).client,
    admin: async () => (await logIn(client, email, password)).client,
  };
}

/** Straight into the table: there is no route yet that appoints anybody. */
async function join(scene: Scene, userId: string, role: 'operator' | 'tenant'): Promise<void> {
  const storeId = role === 'tenant' ? randomUUID() : null;
  await scene.sql(
    'INSERT INTO memberships (id, user_id, mall_id, role, store_id) VALUES ($1, $2, $3, $4, $5)',
    [randomUUID(), userId, randomUUID(), role, storeId],
  );
}

async function disable(scene: Scene, userId: string, client: ApiClient): Promise<void> {
  const admin = await scene.admin();
  await admin.client.patch(`/api/v1/users/${userId}`, { disabled: true });
  await eventually(
    'the disabled user is kept out',
    async () => (await client.get('/api/v1/auth/me')).status === 401,
  );
}
