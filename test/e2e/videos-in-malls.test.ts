import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from '../support/api-client';
import { makeClip } from '../support/clips';
import { DashboardVisitor } from '../support/dashboard-visitor';
import { eventually } from '../support/eventually';
import { filePart, formOf } from '../support/form';
import { MallSite } from '../support/mall-site';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader, type OpenedUpload } from '../support/uploader';

interface Item {
  readonly id: string;
  readonly mall_id: string | null;
  readonly pin_id: string | null;
  readonly pin_name: string | null;
  readonly recorded_at: string | null;
  readonly original_path: string;
  readonly proxy_path: string | null;
  readonly thumbnail_path: string | null;
}

const RECORDED_AT = '2026-11-20T08:00:00.000Z';

describe('videos of a mall', () => {
  let scene: Scene;
  let clip: Buffer;
  let admin: ApiClient;
  let mall: MallSite;
  let other: MallSite;
  let store: string;
  let till: string;
  let hall: string;
  let operator: Uploader;
  let tenant: Person;
  let neighbour: Person;
  let stranger: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    clip = await makeClip(scene.dataFolder);
    admin = (await scene.admin()).client;
    [mall, other] = [await MallSite.open(admin), await MallSite.open(admin)];
    store = await mall.newStore('Bakery');
    till = await mall.newPin(store, 'Till');
    hall = await mall.newPin(null, 'Hall');
    operator = await Uploader.register(scene, clip);
    tenant = await register(scene.client, 'tenant');
    neighbour = await register(scene.client, 'neighbour');
    stranger = await register(scene.client, 'stranger');
    await mall.appoint(operator.userId);
    await mall.letIn(tenant.user.id, store);
    await mall.letIn(neighbour.user.id, await mall.newStore('Shoes'));
    await untilIn(operator.client, tenant.client, neighbour.client);
  });

  afterAll(() => scene.close());

  async function untilIn(...clients: readonly ApiClient[]): Promise<void> {
    await eventually('they are members', async () => {
      const answers = await Promise.all(clients.map((client) => client.get(mall.path)));
      return answers.every(({ status }) => status === 200);
    });
  }

  const announce = (client: ApiClient, place: object): Promise<Answer> =>
    client.post('/api/v1/upload/presigned-url', {
      filename: 'film.mp4',
      file_size: clip.length,
      content_type: 'video/mp4',
      ...place,
    });
  const read = async (client: ApiClient, id: string): Promise<Item> =>
    (await client.get(`/api/v1/videos/${id}`)).json<Item>();
  const listed = async (client: ApiClient, query = ''): Promise<readonly Item[]> =>
    (await client.get(`/api/v1/videos${query}`)).json<{ videos: Item[] }>().videos;
  const idsSeenBy = async (client: ApiClient) => (await listed(client)).map(({ id }) => id).sort();
  const open = async (place: object): Promise<OpenedUpload> =>
    (await announce(operator.client, place)).json<OpenedUpload>();
  const upload = async (place: object): Promise<string> => {
    const opened = await open(place);
    await operator.send(opened);
    await operator.complete(opened.video_id);
    return opened.video_id;
  };

  it('come by a signed PUT, and what is made of them is kept below the mall', async () => {
    const opened = await open({ pin_id: till, recorded_at: RECORDED_AT });
    expect(opened.s3_key).toBe(`videos/${mall.mallId}/original/${opened.video_id}.mp4`);
    await operator.send(opened);
    await operator.complete(opened.video_id);
    expect(await operator.untilProcessed(opened.video_id)).toMatchObject({ processing_status: 'completed' });
    const video = await read(operator.client, opened.video_id);
    expect(video).toMatchObject({
      mall_id: mall.mallId,
      pin_id: till,
      pin_name: 'Till',
      recorded_at: RECORDED_AT,
      original_path: opened.s3_key,
    });
    expect(video.proxy_path).toMatch(`videos/${mall.mallId}/proxy/${video.id}/`);
    expect(video.thumbnail_path).toMatch(`thumbnails/${mall.mallId}/${video.id}/`);
    const played = await tenant.client.get(`/api/v1/videos/${video.id}/playback-url`);
    expect(played.status).toBe(200);
    expect((await fetch(played.json<{ url: string }>().url)).status).toBe(200);
  });

  it('come in parts', async () => {
    const opened = await operator.client.post('/api/v1/uploads/multipart', {
      filename: 'film.mp4',
      file_size: clip.length,
      content_type: 'video/mp4',
      mall_id: mall.mallId,
      pin_id: hall,
      recorded_at: RECORDED_AT,
    });
    expect(opened.status).toBe(201);
    const { video_id: id } = opened.json<{ video_id: string }>();
    expect(await read(operator.client, id)).toMatchObject({ pin_name: 'Hall', recorded_at: RECORDED_AT });
    await operator.client.ask(
      'DELETE',
      `/api/v1/uploads/multipart/${opened.json<{ upload_id: string }>().upload_id}`,
    );
  });

  it('come from the dashboard, whose session remembers the place and asks again for the file', async () => {
    const session = await operator.client.post('/api/v1/dashboard/upload', {
      pin_id: till,
      recorded_at: RECORDED_AT,
    });
    expect(session.status).toBe(201);
    const { session_id: id } = session.json<{ session_id: string }>();
    const sent = await operator.client.ask('POST', `/api/v1/dashboard/upload/${id}`, formOf(filePart(clip)));
    expect(sent.status).toBe(201);
    const video = await read(operator.client, sent.json<{ video_id: string }>().video_id);
    expect(video).toMatchObject({ mall_id: mall.mallId, pin_id: till, recorded_at: RECORDED_AT });
    expect(video.original_path).toBe(`dashboard-uploads/${operator.userId}/${video.id}.mp4`);
    const taken = await mall.newPin(null, 'Taken down');
    const late = await operator.client.post('/api/v1/dashboard/upload', { pin_id: taken });
    expect((await admin.ask('DELETE', `${mall.path}/pins/${taken}`)).status).toBe(204);
    const refused = await operator.client.ask(
      'POST',
      `/api/v1/dashboard/upload/${late.json<{ session_id: string }>().session_id}`,
      formOf(filePart(clip)),
    );
    expect(refused.verdict).toBe('422 PIN_UNKNOWN');
    expect(refused.json()).toMatchObject({ cleanup_performed: true });
  });

  it('are put there by admins and operators of that mall alone', async () => {
    const elsewhere = await other.newPin();
    const nobody = randomUUID();
    const here = { mall_id: mall.mallId };
    const cases: [client: ApiClient, place: object, verdict: string][] = [
      [admin, { ...here, pin_id: hall }, '201 '],
      [operator.client, here, '201 '],
      [operator.client, { pin_id: hall }, '201 '],
      [operator.client, { mall_id: nobody }, '422 MALL_UNKNOWN'],
      [operator.client, { ...here, pin_id: nobody }, '422 PIN_UNKNOWN'],
      [admin, { ...here, pin_id: elsewhere }, '422 PIN_UNKNOWN'],
      [operator.client, { ...here, pin_id: elsewhere }, '403 NOT_YOUR_MALL'],
      [operator.client, { pin_id: elsewhere }, '403 NOT_YOUR_MALL'],
      [operator.client, { mall_id: other.mallId }, '403 NOT_YOUR_MALL'],
      [tenant.client, here, '403 NOT_FOR_YOUR_ROLE'],
      [tenant.client, { pin_id: till }, '403 NOT_FOR_YOUR_ROLE'],
      [stranger.client, here, '403 NOT_YOUR_MALL'],
      [stranger.client, { pin_id: till }, '403 NOT_YOUR_MALL'],
    ];
    for (const [client, place, verdict] of cases) {
      const answer = await announce(client, place);
      expect([place, answer.verdict]).toEqual([place, verdict.trim()]);
      if (answer.status === 201)
        await admin.ask('DELETE', `/api/v1/videos/${answer.json<OpenedUpload>().video_id}`);
    }
    expect(await new Uploader(stranger, clip).quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
    const visitor = await DashboardVisitor.in(scene);
    const session = await visitor.person.client.post('/api/v1/dashboard/upload', here);
    expect(session.verdict).toBe('403 NOT_YOUR_MALL');
  });

  it('are seen by the tenants of their camera, who change nothing, and by nobody beside', async () => {
    const [atTill, inHall] = [await upload({ pin_id: till }), await upload({ pin_id: hall })];
    const seen = await idsSeenBy(tenant.client);
    expect([seen.includes(atTill), seen.includes(inHall)]).toEqual([true, false]);
    expect(seen).toEqual((await listed(operator.client, `?pin_id=${till}`)).map(({ id }) => id).sort());
    expect((await listed(tenant.client)).every((item) => item.pin_name === 'Till')).toBe(true);
    for (const [client, id, status] of [
      [tenant.client, atTill, 200],
      [tenant.client, inHall, 403],
      [neighbour.client, atTill, 403],
      [stranger.client, atTill, 403],
    ] as const) {
      const path = `/api/v1/videos/${id}`;
      const answers = await Promise.all(
        ['', '/progress', '/pipeline', '/thumbnail'].map((route) => client.get(path + route)),
      );
      const refused = answers.map((answer) => answer.status === 403);
      expect(refused).toEqual(answers.map(() => status === 403));
    }
    expect(await idsSeenBy(neighbour.client)).toEqual([]);
    const stats = await tenant.client.get('/api/v1/videos/stats');
    expect(stats.json()).toMatchObject({ total_videos: seen.length });
    const path = `/api/v1/videos/${atTill}`;
    const changes = [
      await tenant.client.patch(path, { title: 'Mine' }),
      await tenant.client.ask('DELETE', path),
      await tenant.client.post(`${path}/reprocess`, {}),
      await tenant.client.post(`${path}/cancel`, {}),
      await tenant.client.post(`${path}/revoke-playback`, {}),
    ];
    expect(changes.map(({ verdict }) => verdict)).toEqual(changes.map(() => '403 NOT_YOUR_VIDEO'));
  });

  it('go with their camera from one store to another', async () => {
    const till2 = await mall.newPin(store, 'Second till');
    const id = await upload({ pin_id: till2 });
    expect(await idsSeenBy(tenant.client)).toContain(id);
    await operator.client.patch(`${mall.path}/pins/${till2}`, { store_id: null });
    expect(await idsSeenBy(tenant.client)).not.toContain(id);
    expect((await tenant.client.get(`/api/v1/videos/${id}`)).status).toBe(403);
  });

  it('are hung to another camera by who runs the mall, and a video of no mall follows its camera', async () => {
    const id = await upload({ mall_id: mall.mallId });
    const path = `/api/v1/videos/${id}`;
    const hung = await operator.client.patch(path, { pin_id: till });
    expect(hung.json<Item>()).toMatchObject({ pin_id: till, pin_name: 'Till', mall_id: mall.mallId });
    expect(await idsSeenBy(tenant.client)).toContain(id);
    expect((await operator.client.patch(path, { pin_id: await other.newPin() })).verdict).toBe(
      '403 NOT_YOUR_MALL',
    );
    expect((await admin.patch(path, { pin_id: await other.newPin() })).verdict).toBe('422 PIN_UNKNOWN');
    expect((await operator.client.patch(path, { pin_id: randomUUID() })).verdict).toBe('422 PIN_UNKNOWN');
    expect((await operator.client.patch(path, { pin_id: null })).json<Item>()).toMatchObject({
      pin_id: null,
      pin_name: null,
      mall_id: mall.mallId,
    });
    expect(await idsSeenBy(tenant.client)).not.toContain(id);
    const own = await upload({});
    const moved = await operator.client.patch(`/api/v1/videos/${own}`, { pin_id: hall });
    expect(moved.json<Item>()).toMatchObject({ mall_id: mall.mallId, pin_id: hall });
    const outsider = new Uploader(stranger, clip);
    const theirs = await outsider.upload('theirs');
    expect((await stranger.client.patch(`/api/v1/videos/${theirs}`, { pin_id: hall })).verdict).toBe(
      '403 NOT_YOUR_MALL',
    );
  });

  it('keep their place from being deleted until they are gone for good', async () => {
    const doomed = await MallSite.open(admin);
    const pin = await doomed.newPin();
    const pinPath = `${doomed.path}/pins/${pin}`;
    const opened = (await announce(admin, { pin_id: pin })).json<OpenedUpload>();
    const inUse = async () => (await admin.ask('DELETE', pinPath)).json();
    expect(await inUse()).toMatchObject({ error_code: 'NOT_EMPTY', details: { used_by: ['videos'] } });
    const video = `/api/v1/videos/${opened.video_id}`;
    await admin.ask('DELETE', `${video}?delete_files=false`);
    expect(await inUse()).toMatchObject({ error_code: 'NOT_EMPTY' });
    await admin.ask('DELETE', video);
    expect((await admin.ask('DELETE', pinPath)).status).toBe(204);
    expect((await admin.ask('DELETE', doomed.path)).status).toBe(204);
  });

  it('and the deletion of their camera do not miss each other: one of the two comes first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const pin = await other.newPin();
      const [opened, deleted] = await Promise.all([
        announce(admin, { pin_id: pin }),
        admin.ask('DELETE', `${other.path}/pins/${pin}`),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([opened.status, deleted.status]);
    }
  });
});
