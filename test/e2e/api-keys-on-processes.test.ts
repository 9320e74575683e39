import type { ApiClient, Answer } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { KEYS, makeKey, rotate } from '../support/api-keys';
import { EventListener } from '../support/event-listener';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { untilFelt } from '../support/until-felt';

const ME = '/api/v1/auth/me';
const PER_SECOND = 100;
const TICK_MS = 20;
const SECONDS = 6;

describe('API keys at two processes', () => {
  let scene: Scene;
  let other: ApiProcess;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    other = await scene.startApi();
    owner = await register(scene.client, 'owner');
  });

  afterAll(() => scene.close());

  const at = (client: ApiClient): readonly ApiClient[] => [client, client.at(other.baseUrl)];
  const statuses = async (client: ApiClient): Promise<number[]> =>
    (await Promise.all(at(client).map((each) => each.get(ME)))).map(({ status }) => status);
  const untilNeitherTakes = (client: ApiClient) =>
    untilFelt(async () => (await statuses(client)).every((status) => status === 401));

  it('are good at both as soon as they are made', async () => {
    const { client } = await makeKey(owner.client);
    expect(await statuses(client)).toEqual([200, 200]);
  });

  it('are good at neither within five seconds of being revoked, reported or rotated away', async () => {
    const ends: readonly ((id: string, key: string) => Promise<unknown>)[] = [
      (id) => owner.client.ask('DELETE', `${KEYS}/${id}`),
      (_id, token) => scene.client.anonymous().post(`${KEYS}/report-leak`, { token }),
      (id) => rotate(owner.client, id, 0),
    ];
    for (const end of ends) {
      const { id, key, client } = await makeKey(owner.client);
      expect(await statuses(client)).toEqual([200, 200]);
      await end(id, key);
      await untilNeitherTakes(client);
    }
  });

  it('are good at neither within five seconds of their owner being disabled, and again once that is undone', async () => {
    const person = await register(scene.client, 'leaver');
    const { client } = await makeKey(person.client);
    const { client: admin } = await scene.admin();
    expect(await statuses(client)).toEqual([200, 200]);
    await admin.patch(`/api/v1/users/${person.user.id}`, { disabled: true });
    await untilNeitherTakes(client);
    await admin.patch(`/api/v1/users/${person.user.id}`, { disabled: false });
    await untilFelt(async () => (await statuses(client)).every((status) => status === 200));
  });

  it('also where no fact arrives: what a process remembers of a key is forgotten in time', async () => {
    const { id, client } = await makeKey(owner.client);
    expect(await statuses(client)).toEqual([200, 200]);
    await scene.sql(`UPDATE api_keys SET revoked_at = now(), revoked_for = 'revoked' WHERE id = $1`, [id]);
    await untilNeitherTakes(client);
  });

  it('open streams that end with them', async () => {
    const { id, key } = await makeKey(owner.client);
    const stream = await EventListener.open(`${other.baseUrl}/api/v1/events`, {
      headers: { 'x-api-key': key },
    });
    expect(stream.answer.statusCode).toBe(200);
    await owner.client.ask('DELETE', `${KEYS}/${id}`);
    expect((await stream.first('end', 5_000)).data.reason).toBe('access_ended');
  });

  it('are rotated under a hundred requests a second without one that is refused', async () => {
    const { id, client } = await makeKey(owner.client, { scopes: ['videos:read'] });
    let current = client;
    const asked: Promise<Answer>[] = [];
    const everyTick = (PER_SECOND * TICK_MS) / 1_000;
    const began = performance.now();
    const timer = setInterval(() => {
      const due = Math.ceil(((performance.now() - began) / TICK_MS) * everyTick) - asked.length;
      for (let index = 0; index < due; index += 1) {
        const who = asked.length % 4 < 2 ? client : current;
        asked.push(at(who)[asked.length % 2]!.post('/api/v1/events/ticket'));
      }
    }, TICK_MS);
    const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    await pause(SECONDS / 2);
    current = (await rotate(owner.client, id, 3_600)).client;
    await pause(SECONDS / 2);
    clearInterval(timer);
    const verdicts = (await Promise.all(asked)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['201']));
    expect(verdicts.length).toBeGreaterThanOrEqual(PER_SECOND * (SECONDS - 1));
  });
});
