import { newEmail, PASSWORD } from '../support/people';
import { Scene } from '../support/scene';
import { TypedClient } from '../support/typed-client';

/** Mistakes that a client of flesh and blood makes; each must be one error of the compiler. */
const MISTAKES = `
import createClient from 'openapi-fetch';
import type { paths } from 'framegate-api';
const client = createClient<paths>({ baseUrl: '' });
export const withoutPassword = client.POST('/api/v1/auth/login', { body: { email: 'a@b.org' } });
export const unknownRoute = client.GET('/api/v1/auth/you');
export const unknownMember = client.GET('/api/v1/auth/me').then(({ data }) => data?.nickname);
`;

describe('a client that is generated from the published document', () => {
  let scene: Scene;
  let client: TypedClient;

  beforeAll(async () => {
    scene = await Scene.open();
    client = await TypedClient.compile(scene, { 'mistakes.ts': MISTAKES });
  });

  afterAll(async () => {
    await client.remove();
    await scene.close();
  });

  it('compiles, and its compiler finds the three mistakes of a careless one', () => {
    expect(client.errors.filter((line) => !line.includes('mistakes.ts'))).toEqual([]);
    expect(client.errors).toHaveLength(3);
  });

  it('registers, logs in, reads me, refreshes and logs out', async () => {
    const email = newEmail('typed');
    expect(await client.go('accounts', email, PASSWORD)).toEqual({
      registered: email,
      loggedIn: email,
      me: { email, name: 'Ada', role: 'user', memberships: [] },
      refreshed: true,
      loggedOut: 204,
      afterwards: 'REFRESH_TOKEN_INVALID',
    });
  });
});
