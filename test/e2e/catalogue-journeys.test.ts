import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BusyMall } from '../support/busy-mall';
import { PASSWORD } from '../support/people';
import { Scene } from '../support/scene';
import { TypedClient } from '../support/typed-client';
import { Uploader } from '../support/uploader';

/** As somebody goes them who has read nothing but the document. */
describe('the journeys through the catalogue', () => {
  let scene: Scene;
  let client: TypedClient;
  let place: BusyMall;
  let broken: Buffer;

  beforeAll(async () => {
    scene = await Scene.open();
    [place, client] = await Promise.all([BusyMall.open(scene), TypedClient.compile(scene)]);
    broken = Buffer.concat([place.clip.subarray(0, 64), Buffer.alloc(2_000, 7)]);
  });

  afterAll(async () => {
    await client.remove();
    await scene.close();
  });

  it('are written against the types of the document alone', () => {
    expect(client.errors).toEqual([]);
  });

  it('of a gallery: leaf, look at pictures, play, give a title, delete', async () => {
    const owner = await Uploader.register(scene, place.clip);
    const ids = [];
    for (const key of ['one', 'two']) ids.push(await owner.upload(key));
    for (const id of ids) await owner.untilProcessed(id);
    const announced = (await owner.open('three')).json<{ video_id: string }>().video_id;
    const [first = '', second = ''] = ids;
    const found = await client.go('gallery', owner.person.email, PASSWORD);
    expect(found).toEqual({
      pages: [[announced, second], [first]],
      pictures: ids.map(() => [200, 'image/jpeg', true]),
      played: { type: 'hls', statuses: [200, 200, 200], bytes: expect.any(Number) as number },
      unchanged: 304,
      title: 'North door',
      tooLate: 'EDITED_MEANWHILE',
      deleted: second,
      afterwards: 'VIDEO_NOT_FOUND',
      left: 2,
    });
    expect((found.played as { bytes: number }).bytes).toBeGreaterThan(1_000);
  });

  it('of an admin: what failed and why, and away with what is older than a date', async () => {
    const ids = [];
    for (const person of [place.stranger, place.neighbour]) ids.push(await failed(person));
    const { now } = (await scene.sql<{ now: Date }>('SELECT now() AS now'))[0]!;
    const late = await failed(place.stranger);
    const { ADMIN_EMAIL = '', ADMIN_PASSWORD = '' } = scene.variables;
    expect(await client.go('admin', ADMIN_EMAIL, ADMIN_PASSWORD, now.toISOString())).toEqual({
      owners: 2,
      reasons: [...ids, late].map((id) => [id, expect.any(String), true, true] as unknown),
      results: ids.map((id) => ({ video_id: id, ok: true, status: 200 })),
      left: [late],
      gone: expect.arrayContaining(ids) as string[],
    });
  });

  it('of an operator: bring in, find by camera and by notes, hang elsewhere, count', async () => {
    const film = path.join(scene.dataFolder, 'till.mp4');
    await writeFile(film, broken);
    const { mall, at, operator } = place;
    const recordedAt = '2026-11-20T08:00:00.000Z';
    const placed = [film, mall.mallId, at.till, at.hall, recordedAt];
    const found = await client.go('operator', operator.person.email, PASSWORD, ...placed);
    const { id } = found.uploaded as { id: string };
    expect(found).toMatchObject({
      uploaded: { pin: 'Till', recordedAt },
      atTill: [id],
      notes: 'A Lost Umbrella',
      found: [id],
      hung: 'Hall',
      atTillThen: [],
      atHallThen: [id],
      total: 1,
      listed: 1,
    });
    expect(Object.values(found.byStatus as Record<string, number>).reduce((sum, one) => sum + one)).toBe(1);
    await operator.untilProcessed(id);
  });

  it('of a tenant: see and play what the cameras of the store recorded, and change nothing', async () => {
    const seen = await place.upload({ pin_id: place.at.till });
    const unseen = (await place.announce(place.operator.client, { pin_id: place.at.hall })).json<{
      video_id: string;
    }>().video_id;
    await place.operator.untilProcessed(seen);
    expect(
      await client.go('tenant', place.tenant.email, PASSWORD, place.mall.mallId, seen, unseen),
    ).toMatchObject({
      listed: [[seen, 'Till']],
      total: 1,
      beside: 'NOT_YOUR_VIDEO',
      played: { type: 'hls', statuses: [200, 200, 200] },
      refusals: Array(5).fill('NOT_YOUR_VIDEO') as string[],
    });
    expect((await place.operator.get(seen)).json()).toMatchObject({ title: 'film' });
  });

  async function failed(person: Uploader['person']): Promise<string> {
    const uploader = new Uploader(person, broken);
    const id = await uploader.upload(`${person.email} ${String(Date.now())}`);
    await uploader.untilProcessed(id);
    return id;
  }
});
