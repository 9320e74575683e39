import { randomBytes } from 'node:crypto';
import { API_KEY_FORMAT } from '../../src/modules/api-keys/tokens/api-key-format';
import type { ApiClient } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { KEYS, makeKey, type HeldKey } from '../support/api-keys';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';

const ME = '/api/v1/auth/me';

describe('a new SECRET_KEY', () => {
  let scene: Scene;
  let owner: Person;
  const fresh = randomBytes(48).toString('base64url');

  beforeAll(async () => {
    scene = await Scene.open();
    owner = await register(scene.client, 'owner');
  });

  afterAll(() => scene.close());

  const former = (): string => scene.variables.SECRET_KEY ?? '';
  const verdictOf = async ({ client }: HeldKey, { baseUrl }: ApiProcess): Promise<string> =>
    (await client.at(baseUrl).get(ME)).verdict;
  const pepperOf = async ({ id }: HeldKey): Promise<string | undefined> =>
    (await scene.sql<{ pepper_id: string }>('SELECT pepper_id FROM api_keys WHERE id = $1', [id]))[0]
      ?.pepper_id;

  it('takes keys over when they are used, and nobody has to change one', async () => {
    const [used, unused] = [await makeKey(owner.client), await makeKey(owner.client)];
    const made = await pepperOf(used);
    const prepared = await scene.startApi({ SECRET_KEY_PREVIOUS: fresh });
    const changed = await scene.startApi({ SECRET_KEY: fresh, SECRET_KEY_PREVIOUS: former() });
    expect(changed.log.find('api keys still need SECRET_KEY_PREVIOUS', { api_keys: 2 })).toBeDefined();
    expect(await verdictOf(used, changed)).toBe('200');
    await changed.stop();
    expect(await pepperOf(used)).not.toBe(made);
    expect(await verdictOf(used, prepared)).toBe('200');
    await prepared.stop();

    const done = await scene.startApi({ SECRET_KEY: fresh });
    const lost = 'api keys cannot be verified: they were made with a SECRET_KEY that is not given';
    expect(done.log.find(lost)).toBeDefined();
    expect(await verdictOf(unused, done)).toBe('401 UNAUTHENTICATED');
  });

  it('refuses every key when nothing says the former one', async () => {
    const key = await makeKey(owner.client);
    const wrong = await scene.startApi({ SECRET_KEY: randomBytes(48).toString('base64url') });
    expect(await verdictOf(key, wrong)).toBe('401 UNAUTHENTICATED');
    expect(await verdictOf(key, scene.api)).toBe('200');
  });
});

describe('a deployment for trials', () => {
  let scene: Scene;
  let owner: Person;
  let anybody: ApiClient;

  beforeAll(async () => {
    scene = await Scene.open({ API_KEY_ENVIRONMENT: 'test' });
    owner = await register(scene.client, 'owner');
    anybody = scene.client.anonymous();
  });

  afterAll(() => scene.close());

  it('makes and takes keys of its own kind alone', async () => {
    const { key, client } = await makeKey(owner.client);
    expect(key).toMatch(/^fg_test_/);
    expect((await client.get(ME)).verdict).toBe('200');
    const live = API_KEY_FORMAT.mint('live').text;
    const refused = await anybody.get(ME, { headers: { 'x-api-key': live } });
    expect(refused.problem.detail).toBe('This is no API key of this installation.');
    expect((await anybody.post(`${KEYS}/report-leak`, { token: live })).verdict).toBe('202');
  });
});
