import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { makeClip } from '../support/clips';
import { Crowd } from '../support/crowd';
import { EventListener } from '../support/event-listener';
import { eventually } from '../support/eventually';
import { residentBytes } from '../support/processes';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

jest.setTimeout(400_000);

const LISTENERS = 10_000;
const MOST_BYTES_EACH = 40 * 1024;
const TOLD_WITHIN_MS = 2_000;
const HEARTBEAT_MS = 25_000;
const ASKS = 300;

describe('ten thousand who listen (F15)', () => {
  let scene: Scene;
  let owner: Uploader;
  let redis: Redis;

  beforeAll(async () => {
    scene = await Scene.open({
      EVENT_STREAMS_PER_USER: '20000',
      RATE_LIMIT_PER_SECOND: '5000',
      RATE_LIMIT_BURST: '20000',
    });
    redis = new Redis(scene.variables.REDIS_URL ?? '');
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
  });

  afterAll(async () => {
    redis.disconnect();
    await scene.close();
  });

  const authorization = () => ({ Authorization: `Bearer ${owner.person.session.access_token}` });
  const channels = async () =>
    ((await redis.pubsub('CHANNELS', '*')) as string[]).filter((name) => /:(facts|progress)$/.test(name));
  const earsOfRedis = async () => {
    const counts = (await redis.pubsub('NUMSUB', ...(await channels()))) as (string | number)[];
    return counts.filter((count) => typeof count === 'number');
  };
  const p99OfGet = async () => {
    const taken: number[] = [];
    for (let count = 0; count < ASKS; count += 1) {
      const startedAt = performance.now();
      await owner.client.get('/api/v1/auth/me');
      taken.push(performance.now() - startedAt);
    }
    return taken.sort((one, other) => one - other)[Math.floor(ASKS * 0.99)]!;
  };

  it('cost little each, hear of one event within two seconds, and slow nobody down', async () => {
    const idleP99 = await p99OfGet();
    const emptyBytes = residentBytes(scene.api.pid);
    const crowd = await Crowd.gather(LISTENERS, {
      url: `${scene.api.baseUrl}/api/v1/events`,
      headers: authorization(),
      words: ['event: video.uploaded', ':\n\n'],
    });
    const bytesEach = (residentBytes(scene.api.pid) - emptyBytes) / LISTENERS;
    expect(await earsOfRedis()).toEqual([1, 1]);
    const crowdedP99 = await p99OfGet();

    const { video_id: id } = await owner.sendFile();
    const toldAt = performance.now();
    await owner.complete(id);
    await eventually('all have heard', () => crowd.count('event: video.uploaded') >= LISTENERS, 30_000);
    const toldMs = performance.now() - toldAt;

    await eventually('all hear the heartbeat', () => crowd.count(':\n\n') >= LISTENERS, HEARTBEAT_MS * 2);
    const told = { bytesEach: Math.round(bytesEach), toldMs, idleP99, crowdedP99 };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    expect(crowd.open).toBe(LISTENERS);
    await crowd.leave();
    await eventually('nobody is remembered', async () => (await openStreams()) === 0);
    expect(bytesEach).toBeLessThanOrEqual(MOST_BYTES_EACH);
    expect(toldMs).toBeLessThanOrEqual(TOLD_WITHIN_MS);
    expect(crowdedP99).toBeLessThanOrEqual(Math.max(idleP99 * 2, 20));
  });

  it('are cut off when they do not read, without harm to who does', async () => {
    const id = await owner.upload('watched');
    await owner.untilProcessed(id);
    const path = `/api/v1/videos/${id}/events`;
    const reader = await EventListener.open(`${scene.api.baseUrl}${path}`, { headers: authorization() });
    const { hostname, port, host } = new URL(scene.api.baseUrl);
    const lazy = connect({ host: hostname, port: Number(port) });
    lazy.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization().Authorization}\r\n\r\n`,
    );
    await eventually('both listen', async () => (await openStreams()) === 2);
    lazy.pause();
    const bytesBefore = residentBytes(scene.api.pid);
    await publishProgress(id, { times: 20_000, filler: 'x'.repeat(1_000) });
    await eventually('who does not read is cut off', async () => (await openStreams()) === 1, 30_000);
    await eventually('who reads has heard everything', () => reader.of('progress').length > 20_000, 60_000);
    expect(residentBytes(scene.api.pid) - bytesBefore).toBeLessThan(128 * 1024 * 1024);
    reader.close();
    lazy.destroy();
  });

  async function openStreams(): Promise<number> {
    const metrics = await (await fetch(`${scene.api.baseUrl}/metrics`)).text();
    return Number(/^event_streams_open (\d+)$/m.exec(metrics)?.[1]);
  }

  async function publishProgress(
    id: string,
    { times, filler }: { times: number; filler: string },
  ): Promise<void> {
    const channel = (await channels()).find((name) => name.endsWith(':progress')) ?? '';
    const news = JSON.stringify({ video_id: id, owner_id: owner.userId, progress: { progress: 1, filler } });
    for (let count = 0; count < times; count += 1) await redis.publish(channel, news);
  }
});
