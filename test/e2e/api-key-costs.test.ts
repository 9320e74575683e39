import { Redis } from 'ioredis';
import { API_KEY_FORMAT } from '../../src/modules/api-keys/tokens/api-key-format';
import type { ApiClient } from '../support/api-client';
import { KEYS, makeKey } from '../support/api-keys';
import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { StatementCounter } from '../support/statement-counter';
import type { ApiKeyBody } from '../support/wire';

/** Takes a scope, and asks nobody anything of its own. */
const CHEAP = '/api/v1/events/ticket';
const MANY = 20;
const VERY_MANY = 1_000;
const AT_ONCE = 25;

describe('what an API key costs', () => {
  let scene: Scene;
  let counter: StatementCounter;
  let owner: Person;
  let baseUrl: string;

  beforeAll(async () => {
    scene = await Scene.open();
    counter = await StatementCounter.before(scene.variables.DATABASE_URL ?? '');
    ({ baseUrl } = await scene.startApi({ DATABASE_URL: counter.url }));
    owner = await register(scene.client, 'owner');
  });

  afterAll(async () => {
    await scene.close();
    await counter.close();
  });

  /** Less what the process asks on its own. */
  const statements = (): readonly string[] => counter.take().filter((each) => !each.includes('FROM outbox'));
  const ask = async (client: ApiClient, times: number): Promise<void> => {
    for (let index = 0; index < times; index += AT_ONCE) {
      const answers = await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, times - index) }, () => client.post(CHEAP)),
      );
      expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(['201']));
    }
  };

  it('is two statements when a process meets it, and none while it remembers it', async () => {
    const client = (await makeKey(owner.client)).client.at(baseUrl);
    statements();
    await ask(client, 1);
    const first = statements();
    expect(first.map(tableOf)).toEqual(['api_keys', 'users']);
    await eventually('a run of requests within the memory of the process', async () => {
      statements();
      await ask(client, MANY);
      return statements().filter((each) => !each.includes('UPDATE api_keys')).length === 0;
    });
  });

  it('is one round trip to Redis for each request, that of the rate limit, and no other', async () => {
    const { client, id } = await makeKey(owner.client);
    const there = client.at(baseUrl);
    await ask(there, 1);
    const heard = await commandsDuring(scene, () => ask(there, MANY));
    const bucket = `${scene.variables.REDIS_PREFIX ?? ''}:rate:general:key:${id}`;
    const counting = heard.filter(({ args }) => args.includes(bucket));
    expect(counting).toHaveLength(MANY);
    const connections = new Set(counting.map(({ source }) => source));
    const others = heard.filter(({ source, args }) => connections.has(source) && !args.includes(bucket));
    expect(others.map(({ args }) => args)).toEqual([]);
  });

  it('is nothing at all for one that is malformed', async () => {
    const malformed = scene.client.anonymous().at(baseUrl).with({ 'x-api-key': 'fg_live_nonsense' });
    statements();
    for (let index = 0; index < MANY; index += 1) expect((await malformed.post(CHEAP)).status).toBe(401);
    expect(statements()).toEqual([]);
  });

  it('is at most two writes in a thousand requests to know when, from where and by what it was used', async () => {
    const { id, client } = await makeKey(owner.client);
    const there = client.at(baseUrl).with({ 'user-agent': `camera/${'x'.repeat(400)}` });
    statements();
    await ask(there, VERY_MANY);
    const used = await eventually('its use is known', async () => {
      const key = (await owner.client.get(`${KEYS}/${id}`)).json<ApiKeyBody>();
      return key.last_used_at === null ? null : key;
    });
    expect(used.last_used_address).toBe('127.0.0.1');
    expect(used.last_used_agent).toMatch(/^camera\/x{248}$/);
    expect(Date.now() - Date.parse(used.last_used_at ?? '')).toBeLessThan(60_000);
    expect(statements().filter((each) => each.includes('UPDATE api_keys')).length).toBeLessThanOrEqual(2);
  });

  it('is a query for the first thirty that nobody made, then none from that address; known ones go on', async () => {
    const known = (await makeKey(owner.client)).client.at(baseUrl);
    await ask(known, 1);
    const stranger = scene.client.anonymous().at(baseUrl);
    const verdicts: string[] = [];
    statements();
    for (let index = 0; index < 40; index += 1) {
      const made = API_KEY_FORMAT.mint('live').text;
      verdicts.push((await stranger.post(CHEAP, undefined, { headers: { 'x-api-key': made } })).verdict);
    }
    const looks = statements().filter((each) => each.includes('api_keys.public_id = '));
    expect(verdicts.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => '401 UNAUTHENTICATED'));
    expect(verdicts.at(-1)).toBe('429 RATE_LIMITED');
    expect(looks.length).toBe(verdicts.filter((verdict) => verdict.startsWith('401')).length);
    await ask(known, MANY);
  });

  it('is one query, however often the same one that nobody made is shown', async () => {
    const elsewhere = await scene.startApi({ DATABASE_URL: counter.url, REDIS_PREFIX: 'elsewhere' });
    const made = API_KEY_FORMAT.mint('live').text;
    const stranger = scene.client.anonymous().at(elsewhere.baseUrl).with({ 'x-api-key': made });
    statements();
    for (let index = 0; index < MANY; index += 1) expect((await stranger.post(CHEAP)).status).toBe(401);
    expect(statements().filter((each) => each.includes('api_keys.public_id = '))).toHaveLength(1);
  });
});

interface Command {
  readonly args: readonly string[];
  /** The connection that sent it. */
  readonly source: string;
}

/** What Redis was told meanwhile, by anybody. */
async function commandsDuring(scene: Scene, work: () => Promise<void>): Promise<readonly Command[]> {
  const redis = new Redis(scene.variables.REDIS_URL ?? '');
  const monitor = await redis.monitor();
  const heard: Command[] = [];
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    // What a script does within Redis is no round trip.
    if (source !== 'lua') heard.push({ args, source });
  });
  await work();
  // A command of our own comes behind all that came before.
  const last = await redis.echo(`done-${String(Date.now())}`);
  await eventually('everything is heard', () =>
    Promise.resolve(heard.some(({ args }) => args.includes(last))),
  );
  monitor.disconnect();
  redis.disconnect();
  return heard;
}

function tableOf(statement: string): string {
  return ['api_keys', 'users'].find((table) => statement.includes(`FROM ${table}`)) ?? statement;
}
