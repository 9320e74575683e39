import type { Answer, ApiClient } from '../support/api-client';
import { BusyMall } from '../support/busy-mall';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { Tally } from '../support/tally';
import { Uploader } from '../support/uploader';

const WATCHERS = ['owner', 'operator', 'tenant', 'admin'] as const;
type Watcher = (typeof WATCHERS)[number];
type Spot = 'till' | 'hall' | 'own';
const SPOTS: readonly Spot[] = ['till', 'hall', 'own'];
const SEEN_BY: Readonly<Record<Spot, readonly Watcher[]>> = {
  till: ['operator', 'tenant', 'admin'],
  hall: ['operator', 'admin'],
  own: ['owner', 'admin'],
};
const ROUNDS = 8;

interface Stats {
  readonly total_videos: number;
  readonly by_status: Readonly<Record<string, number>>;
  readonly total_storage_bytes: number;
}

describe('what is counted of the videos', () => {
  let scene: Scene;
  let place: BusyMall;
  let clients: Readonly<Record<Watcher, ApiClient>>;
  /** With bytes that no film is made of: they have failed soon, and their files are kept. */
  let senders: Readonly<Record<Spot, Uploader>>;
  const tallies = { owner: new Tally(), operator: new Tally(), tenant: new Tally(), admin: new Tally() };
  const there: Readonly<Record<Spot, string[]>> = { till: [], hall: [], own: [] };

  beforeAll(async () => {
    scene = await Scene.open();
    place = await BusyMall.open(scene);
    const broken = Buffer.concat([place.clip.subarray(0, 64), Buffer.alloc(2_000, 7)]);
    const { admin, operator, tenant, stranger } = place;
    clients = { owner: stranger.client, operator: operator.client, tenant: tenant.client, admin };
    const keeper = new Uploader(operator.person, broken);
    senders = { till: keeper, hall: keeper, own: new Uploader(stranger, broken) };
  });

  afterAll(() => scene.close());

  it('never falls while videos only come, and is exact when they have', async () => {
    const series = await readWhile(async () => {
      await Promise.all(
        SPOTS.map(async (spot) => {
          for (let round = 0; round < ROUNDS; round += 1) there[spot].push(await come(spot));
        }),
      );
    });
    for (const seen of series) expect(seen).toEqual([...seen].sort((one, other) => one - other));
    await expectExact();
  });

  it('is what may be there at every moment while they come, move, change, go and come back', async () => {
    await readWhile(() =>
      Promise.all([moveAbout(), comeAndGoTogether(), goAndComeBack('hall'), goAndComeBack('own')]),
    );
    await expectExact();
  });

  it('never rises while they only go, and nothing is left', async () => {
    const series = await readWhile(() =>
      Promise.all([
        bulk(place.operator.client, 'till', there.till.splice(0)),
        one(there.hall.splice(0), 'hall'),
        one(there.own.splice(0), 'own'),
      ]),
    );
    for (const seen of series) expect(seen).toEqual([...seen].sort((earlier, later) => later - earlier));
    await expectExact();
    for (const watcher of WATCHERS) expect(await statsFor(watcher)).toMatchObject({ total_videos: 0 });
  });

  async function come(spot: Spot): Promise<string> {
    const answer = await Tally.adding(talliesOf(spot), () =>
      place.announce(senders[spot].client, spot === 'own' ? {} : { pin_id: place.at[spot] }),
    );
    return expected(201, answer).json<{ video_id: string }>().video_id;
  }

  async function go(spot: Spot, id: string, query = ''): Promise<void> {
    const path = `/api/v1/videos/${id}${query}`;
    expected(200, await Tally.removing(talliesOf(spot), () => senders[spot].client.ask('DELETE', path)));
  }

  async function one(ids: readonly string[], spot: Spot): Promise<void> {
    for (const id of ids) await go(spot, id);
  }

  async function bulk(client: ApiClient, spot: Spot, ids: readonly string[]): Promise<void> {
    const ask = { body: { video_ids: ids } };
    const removed = ids.flatMap(() => talliesOf(spot));
    const answer = await Tally.removing(removed, () => client.ask('DELETE', '/api/v1/videos/bulk', ask));
    const { results } = expected(200, answer).json<{ results: { ok: boolean }[] }>();
    expect(results.every(({ ok }) => ok)).toBe(true);
  }

  /** From the camera of the store to that in the hall and back, which only the tenant of the store does not see. */
  async function moveAbout(): Promise<void> {
    const move = (id: string, pin: string) =>
      place.operator.client.patch(`/api/v1/videos/${id}`, { pin_id: pin, title: `At ${pin}` });
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await come('till');
      expected(200, await Tally.removing([tallies.tenant], () => move(id, place.at.hall)));
      expected(200, await Tally.adding([tallies.tenant], () => move(id, place.at.till)));
      await go('till', id);
    }
  }

  async function comeAndGoTogether(): Promise<void> {
    for (let round = 0; round < ROUNDS / 2; round += 1) {
      const ids = [await come('till'), await come('till'), await come('till')];
      const tag = { video_ids: ids, action: 'tag', tags: ['new'] };
      expected(200, await place.admin.post('/api/v1/videos/bulk', tag));
      await bulk(place.admin, 'till', ids);
    }
  }

  async function goAndComeBack(spot: Spot): Promise<void> {
    for (let round = 0; round < ROUNDS / 2; round += 1) {
      const id = await Tally.adding(talliesOf(spot), () => upload(spot, `${spot} ${String(round)}`));
      await senders[spot].untilProcessed(id);
      await go(spot, id, '?delete_files=false');
      const path = `/api/v1/videos/${id}/restore`;
      expected(200, await Tally.adding(talliesOf(spot), () => place.admin.post(path, {})));
      there[spot].push(id);
    }
  }

  /** Its work fails, which changes by what it is counted. */
  async function upload(spot: Spot, key: string): Promise<string> {
    if (spot === 'own') return senders.own.upload(key);
    const file = { filename: 'film.mp4', file_size: 2_064, content_type: 'video/mp4' };
    const asked = { ...file, pin_id: place.at[spot] };
    const opened = await senders[spot].client.post('/api/v1/upload/presigned-url', asked);
    const upload = expected(201, opened).json<Parameters<Uploader['send']>[0]>();
    await senders[spot].send(upload);
    expected(201, await senders[spot].complete(upload.video_id));
    return upload.video_id;
  }

  /** Everybody reads list and figures as fast as answers come; what each of them saw, in order. */
  async function readWhile(write: () => Promise<unknown>): Promise<readonly (readonly number[])[]> {
    let isOver = false;
    const readers = WATCHERS.flatMap((watcher) =>
      [totalOfStats, totalOfList].map(async (count) => {
        const seen: number[] = [];
        const faults: string[] = [];
        while (!isOver) {
          const fault = await tallies[watcher].faultOf(async () => {
            const total = await count(watcher);
            seen.push(total);
            return total;
          });
          if (fault !== null) faults.push(`${watcher}, ${count.name}: ${fault}`);
        }
        expect(faults).toEqual([]);
        expect(seen.length).toBeGreaterThan(ROUNDS);
        return seen;
      }),
    );
    await write().finally(() => (isOver = true));
    return Promise.all(readers);
  }

  async function totalOfStats(watcher: Watcher): Promise<number> {
    const { total_videos: total, by_status: byStatus } = await statsFor(watcher);
    expect(Object.values(byStatus).reduce((sum, count) => sum + count)).toBe(total);
    return total;
  }

  async function totalOfList(watcher: Watcher): Promise<number> {
    const answer = await clients[watcher].get('/api/v1/videos?page_size=100');
    const { total, videos } = expected(200, answer).json<{ total: number; videos: object[] }>();
    expect(videos).toHaveLength(total);
    return total;
  }

  async function statsFor(watcher: Watcher): Promise<Stats> {
    return expected(200, await clients[watcher].get('/api/v1/videos/stats')).json<Stats>();
  }

  async function expectExact(): Promise<void> {
    await eventually('nothing is in work', async () => (await rowsOf('admin', 'processing')).count === 0);
    for (const watcher of WATCHERS) {
      const stats = await statsFor(watcher);
      const byStatus: Record<string, number> = {};
      for (const status of ['pending', 'processing', 'completed', 'failed'])
        byStatus[status] = (await rowsOf(watcher, status)).count;
      expect([watcher, stats.by_status]).toEqual([watcher, byStatus]);
      expect(stats.total_storage_bytes).toBe((await rowsOf(watcher, 'failed')).bytes);
      expect(await totalOfList(watcher)).toBe(stats.total_videos);
    }
  }

  async function rowsOf(watcher: Watcher, status: string): Promise<{ count: number; bytes: number }> {
    const { user } = place.stranger;
    const [where, ...ids] = {
      owner: ['owner_id = $2', user.id],
      operator: ['mall_id = $2', place.mall.mallId],
      tenant: ['pin_id = $2', place.at.till],
      admin: ['true'],
    }[watcher] as [string, ...string[]];
    const rows = await scene.sql<{ count: number; bytes: number }>(
      `SELECT count(*)::int AS count, COALESCE(sum(file_size_bytes), 0)::int AS bytes
         FROM videos WHERE status = $1 AND deleted_at IS NULL AND ${where}`,
      [status, ...ids],
    );
    return rows[0]!;
  }

  function talliesOf(spot: Spot): readonly Tally[] {
    return SEEN_BY[spot].map((watcher) => tallies[watcher]);
  }
});

function expected(status: number, answer: Answer): Answer {
  expect(answer.verdict).toBe(String(status));
  return answer;
}
