import { randomUUID } from 'node:crypto';
import { BusyMall, type PlacedItem } from '../support/busy-mall';
import { EventListener } from '../support/event-listener';
import { MallSite } from '../support/mall-site';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

describe('those who watch the videos of a mall', () => {
  let scene: Scene;
  let place: BusyMall;
  let other: MallSite;
  let till: string;
  let hall: string;
  const listening: EventListener[] = [];

  beforeAll(async () => {
    scene = await Scene.open();
    place = await BusyMall.open(scene);
    other = await MallSite.open(place.admin);
    ({ till, hall } = place.at);
  });

  afterAll(async () => {
    listening.forEach((listener) => listener.close());
    await scene.close();
  });

  it('are seen by the tenants of their camera, who change nothing, and by nobody beside', async () => {
    const [atTill, inHall] = [await place.upload({ pin_id: till }), await place.upload({ pin_id: hall })];
    const seen = await place.idsSeenBy(place.tenant.client);
    expect([seen.includes(atTill), seen.includes(inHall)]).toEqual([true, false]);
    expect(seen).toEqual(
      (await place.listed(place.operator.client, `?pin_id=${till}`)).map(({ id }) => id).sort(),
    );
    expect((await place.listed(place.tenant.client)).every((item) => item.pin_name === 'Till')).toBe(true);
    for (const [client, id, status] of [
      [place.tenant.client, atTill, 200],
      [place.tenant.client, inHall, 403],
      [place.neighbour.client, atTill, 403],
      [place.stranger.client, atTill, 403],
    ] as const) {
      const path = `/api/v1/videos/${id}`;
      const answers = await Promise.all(
        ['', '/progress', '/pipeline', '/thumbnail'].map((route) => client.get(path + route)),
      );
      const refused = answers.map((answer) => answer.status === 403);
      expect(refused).toEqual(answers.map(() => status === 403));
    }
    expect(await place.idsSeenBy(place.neighbour.client)).toEqual([]);
    const stats = await place.tenant.client.get('/api/v1/videos/stats');
    expect(stats.json()).toMatchObject({ total_videos: seen.length });
    const path = `/api/v1/videos/${atTill}`;
    const changes = [
      await place.tenant.client.patch(path, { title: 'Mine' }),
      await place.tenant.client.ask('DELETE', path),
      await place.tenant.client.post(`${path}/reprocess`, {}),
      await place.tenant.client.post(`${path}/cancel`, {}),
      await place.tenant.client.post(`${path}/revoke-playback`, {}),
    ];
    expect(changes.map(({ verdict }) => verdict)).toEqual(changes.map(() => '403 NOT_YOUR_VIDEO'));
  });

  it('read the name of their camera anew when it was changed', async () => {
    const till2 = await place.mall.newPin(place.at.store, 'Old name');
    const path = `/api/v1/videos/${await place.upload({ pin_id: till2 })}`;
    const tag = (await place.tenant.client.get(path)).headers.get('etag') ?? '';
    await place.operator.client.patch(`${place.mall.path}/pins/${till2}`, { name: 'New name' });
    const again = await place.tenant.client.get(path, { headers: { 'if-none-match': tag } });
    expect(again.json<PlacedItem>()).toMatchObject({ pin_name: 'New name' });
    const kept = await place.operator.client.patch(path, { title: 'Seen' }, { headers: { 'if-match': tag } });
    expect(kept.status).toBe(200);
  });

  it('go with their camera from one store to another', async () => {
    const till2 = await place.mall.newPin(place.at.store, 'Second till');
    const id = await place.upload({ pin_id: till2 });
    expect(await place.idsSeenBy(place.tenant.client)).toContain(id);
    await place.operator.client.patch(`${place.mall.path}/pins/${till2}`, { store_id: null });
    expect(await place.idsSeenBy(place.tenant.client)).not.toContain(id);
    expect((await place.tenant.client.get(`/api/v1/videos/${id}`)).status).toBe(403);
  });

  it('are hung to another camera by who runs the mall, and a video of no mall follows its camera', async () => {
    const id = await place.upload({ mall_id: place.mall.mallId });
    const path = `/api/v1/videos/${id}`;
    const hung = await place.operator.client.patch(path, { pin_id: till });
    expect(hung.json<PlacedItem>()).toMatchObject({
      pin_id: till,
      pin_name: 'Till',
      mall_id: place.mall.mallId,
    });
    expect(await place.idsSeenBy(place.tenant.client)).toContain(id);
    expect((await place.operator.client.patch(path, { pin_id: await other.newPin() })).verdict).toBe(
      '403 NOT_YOUR_MALL',
    );
    expect((await place.admin.patch(path, { pin_id: await other.newPin() })).verdict).toBe('422 PIN_UNKNOWN');
    expect((await place.operator.client.patch(path, { pin_id: randomUUID() })).verdict).toBe(
      '422 PIN_UNKNOWN',
    );
    expect((await place.operator.client.patch(path, { pin_id: null })).json<PlacedItem>()).toMatchObject({
      pin_id: null,
      pin_name: null,
      mall_id: place.mall.mallId,
    });
    expect(await place.idsSeenBy(place.tenant.client)).not.toContain(id);
    const own = await place.upload({});
    const moved = await place.operator.client.patch(`/api/v1/videos/${own}`, { pin_id: hall });
    expect(moved.json<PlacedItem>()).toMatchObject({ mall_id: place.mall.mallId, pin_id: hall });
    const outsider = new Uploader(place.stranger, place.clip);
    const theirs = await outsider.upload('theirs');
    expect((await place.stranger.client.patch(`/api/v1/videos/${theirs}`, { pin_id: hall })).verdict).toBe(
      '403 NOT_YOUR_MALL',
    );
  });

  it('tell what becomes of them to who may see them, also what was missed', async () => {
    const colleague = await register(scene.client, 'colleague');
    await place.mall.appoint(colleague.user.id);
    await place.untilIn(colleague.client);
    const [operators, tenants, neighbours] = await Promise.all(
      [colleague, place.tenant, place.neighbour].map((person) => listen('/api/v1/events', person)),
    );
    const id = await place.upload({ pin_id: till });
    const of = await listen(`/api/v1/videos/${id}/events`, place.tenant);
    for (const listener of [operators!, tenants!, of]) await listener.first('video.completed', 40_000);
    expect(operators!.of('progress').length).toBeGreaterThan(0);
    const [lastOfOperators, lastOfTenants] = [operators!.lastId!, tenants!.lastId!];
    for (const listener of [operators!, tenants!]) listener.close();
    const unseen = await place.upload({ pin_id: hall });
    await place.operator.delete(id);
    const again = await listen('/api/v1/events', colleague, lastOfOperators);
    expect((await again.first('video.uploaded')).data.video_id).toBe(unseen);
    expect((await again.first('video.deleted')).data.video_id).toBe(id);
    const tenantsAgain = await listen('/api/v1/events', place.tenant, lastOfTenants);
    expect((await tenantsAgain.first('video.deleted')).data.video_id).toBe(id);
    expect(tenantsAgain.heard.map(({ data }) => data.video_id)).not.toContain(unseen);
    expect(neighbours!.heard).toEqual([]);
  });

  const listen = async (path: string, { session }: Person, lastId?: string): Promise<EventListener> => {
    const listener = await EventListener.open(`${scene.api.baseUrl}${path}`, {
      headers: {
        authorization: `Bearer ${session.access_token}`,
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
    });
    listening.push(listener);
    return listener;
  };
});
