import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import { BusyMall } from '../support/busy-mall';
import { DashboardVisitor } from '../support/dashboard-visitor';
import { filePart, formOf } from '../support/form';
import { MallSite } from '../support/mall-site';
import { Scene } from '../support/scene';
import { Uploader, type OpenedUpload } from '../support/uploader';

const RECORDED_AT = '2026-11-20T08:00:00.000Z';

describe('videos of a mall', () => {
  let scene: Scene;
  let place: BusyMall;
  let other: MallSite;
  let till: string;
  let hall: string;

  beforeAll(async () => {
    scene = await Scene.open();
    place = await BusyMall.open(scene);
    other = await MallSite.open(place.admin);
    ({ till, hall } = place.at);
  });

  afterAll(() => scene.close());

  it('come by a signed PUT, and what is made of them is kept below the mall', async () => {
    const answer = await place.announce(place.operator.client, { pin_id: till, recorded_at: RECORDED_AT });
    const opened = answer.json<OpenedUpload>();
    expect(opened.s3_key).toBe(`videos/${place.mall.mallId}/original/${opened.video_id}.mp4`);
    await place.operator.send(opened);
    await place.operator.complete(opened.video_id);
    expect(await place.operator.untilProcessed(opened.video_id)).toMatchObject({
      processing_status: 'completed',
    });
    const video = await place.read(place.operator.client, opened.video_id);
    expect(video).toMatchObject({
      mall_id: place.mall.mallId,
      pin_id: till,
      pin_name: 'Till',
      recorded_at: RECORDED_AT,
      original_path: opened.s3_key,
    });
    expect(video.proxy_path).toMatch(`videos/${place.mall.mallId}/proxy/${video.id}/`);
    expect(video.thumbnail_path).toMatch(`thumbnails/${place.mall.mallId}/${video.id}/`);
    const played = await place.tenant.client.get(`/api/v1/videos/${video.id}/playback-url`);
    expect(played.status).toBe(200);
    expect((await fetch(played.json<{ url: string }>().url)).status).toBe(200);
  });

  it('come in parts', async () => {
    const opened = await place.operator.client.post('/api/v1/uploads/multipart', {
      filename: 'film.mp4',
      file_size: place.clip.length,
      content_type: 'video/mp4',
      mall_id: place.mall.mallId,
      pin_id: hall,
      recorded_at: RECORDED_AT,
    });
    expect(opened.status).toBe(201);
    const { video_id: id } = opened.json<{ video_id: string }>();
    expect(await place.read(place.operator.client, id)).toMatchObject({
      pin_name: 'Hall',
      recorded_at: RECORDED_AT,
    });
    await place.operator.client.ask(
      'DELETE',
      `/api/v1/uploads/multipart/${opened.json<{ upload_id: string }>().upload_id}`,
    );
  });

  it('come from the dashboard, whose session remembers the place and asks again for the file', async () => {
    const session = await place.operator.client.post('/api/v1/dashboard/upload', {
      pin_id: till,
      recorded_at: RECORDED_AT,
    });
    expect(session.status).toBe(201);
    const { session_id: id } = session.json<{ session_id: string }>();
    const sent = await place.operator.client.ask(
      'POST',
      `/api/v1/dashboard/upload/${id}`,
      formOf(filePart(place.clip)),
    );
    expect(sent.status).toBe(201);
    const video = await place.read(place.operator.client, sent.json<{ video_id: string }>().video_id);
    expect(video).toMatchObject({ mall_id: place.mall.mallId, pin_id: till, recorded_at: RECORDED_AT });
    expect(video.original_path).toBe(`dashboard-uploads/${place.operator.userId}/${video.id}.mp4`);
    const taken = await place.mall.newPin(null, 'Taken down');
    const late = await place.operator.client.post('/api/v1/dashboard/upload', { pin_id: taken });
    expect((await place.admin.ask('DELETE', `${place.mall.path}/pins/${taken}`)).status).toBe(204);
    const refused = await place.operator.client.ask(
      'POST',
      `/api/v1/dashboard/upload/${late.json<{ session_id: string }>().session_id}`,
      formOf(filePart(place.clip)),
    );
    expect(refused.verdict).toBe('422 PIN_UNKNOWN');
    expect(refused.json()).toMatchObject({ cleanup_performed: true });
  });

  it('are put there by admins and operators of that mall alone', async () => {
    const elsewhere = await other.newPin();
    const nobody = randomUUID();
    const here = { mall_id: place.mall.mallId };
    const cases: [client: ApiClient, where: object, verdict: string][] = [
      [place.admin, { ...here, pin_id: hall }, '201 '],
      [place.operator.client, here, '201 '],
      [place.operator.client, { pin_id: hall }, '201 '],
      [place.operator.client, { mall_id: nobody }, '422 MALL_UNKNOWN'],
      [place.operator.client, { ...here, pin_id: nobody }, '422 PIN_UNKNOWN'],
      [place.admin, { ...here, pin_id: elsewhere }, '422 PIN_UNKNOWN'],
      [place.operator.client, { ...here, pin_id: elsewhere }, '403 NOT_YOUR_MALL'],
      [place.operator.client, { pin_id: elsewhere }, '403 NOT_YOUR_MALL'],
      [place.operator.client, { mall_id: other.mallId }, '403 NOT_YOUR_MALL'],
      [place.tenant.client, here, '403 NOT_FOR_YOUR_ROLE'],
      [place.tenant.client, { pin_id: till }, '403 NOT_FOR_YOUR_ROLE'],
      [place.stranger.client, here, '403 NOT_YOUR_MALL'],
      [place.stranger.client, { pin_id: till }, '403 NOT_YOUR_MALL'],
    ];
    for (const [client, where, verdict] of cases) {
      const answer = await place.announce(client, where);
      expect([where, answer.verdict]).toEqual([where, verdict.trim()]);
      if (answer.status === 201)
        await place.admin.ask('DELETE', `/api/v1/videos/${answer.json<OpenedUpload>().video_id}`);
    }
    expect(await new Uploader(place.stranger, place.clip).quota()).toMatchObject({
      used: 0,
      storage_bytes_used: 0,
    });
    const visitor = await DashboardVisitor.in(scene);
    const session = await visitor.person.client.post('/api/v1/dashboard/upload', here);
    expect(session.verdict).toBe('403 NOT_YOUR_MALL');
  });

  it('keep their place from being deleted until they are gone for good', async () => {
    const doomed = await MallSite.open(place.admin);
    const pin = await doomed.newPin();
    const pinPath = `${doomed.path}/pins/${pin}`;
    const opened = (await place.announce(place.admin, { pin_id: pin })).json<OpenedUpload>();
    const inUse = async () => (await place.admin.ask('DELETE', pinPath)).json();
    expect(await inUse()).toMatchObject({ error_code: 'NOT_EMPTY', details: { used_by: ['videos'] } });
    const video = `/api/v1/videos/${opened.video_id}`;
    await place.admin.ask('DELETE', `${video}?delete_files=false`);
    expect(await inUse()).toMatchObject({ error_code: 'NOT_EMPTY' });
    await place.admin.ask('DELETE', video);
    expect((await place.admin.ask('DELETE', pinPath)).status).toBe(204);
    expect((await place.admin.ask('DELETE', doomed.path)).status).toBe(204);
  });

  it('and the deletion of their camera do not miss each other: one of the two comes first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const pin = await other.newPin();
      const [opened, deleted] = await Promise.all([
        place.announce(place.admin, { pin_id: pin }),
        place.admin.ask('DELETE', `${other.path}/pins/${pin}`),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([opened.status, deleted.status]);
    }
  });
});
