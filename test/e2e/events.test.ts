import type { ApiProcess } from '../support/api-process';
import { makeClip } from '../support/clips';
import { EventListener } from '../support/event-listener';
import { eventually } from '../support/eventually';
import { logIn, PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

const NOBODYS = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
const ALL = '/api/v1/events';

describe('event streams', () => {
  let scene: Scene;
  let owner: Uploader;
  const opened: EventListener[] = [];

  beforeAll(async () => {
    scene = await Scene.open({ EVENT_STREAMS_PER_USER: '8', DRAIN_NOTICE_SECONDS: '0' });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
  });

  afterEach(() => opened.splice(0).forEach((listener) => listener.close()));
  afterAll(() => scene.close());

  const listen = async (
    path: string,
    { as, at = scene.api, lastId }: { as: Pick<Person, 'session'>; at?: ApiProcess; lastId?: string },
  ) => {
    const listener = await EventListener.open(`${at.baseUrl}${path}`, {
      headers: {
        authorization: `Bearer ${as.session.access_token}`,
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
    });
    opened.push(listener);
    return listener;
  };
  const ticketOf = async ({ client }: Pick<Person, 'client'>) =>
    (await client.post('/api/v1/events/ticket')).json<{ ticket: string; expires_at: string }>();

  it('tell of one video from where it is now to its end, progress rising', async () => {
    const id = await owner.upload('one');
    const one = await listen(`/api/v1/videos/${id}/events`, { as: owner.person });
    expect(one.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const completed = await one.first('video.completed', 40_000);
    expect(completed.data).toMatchObject({ type: 'video.completed', video_id: id, data: { version: 1 } });
    const told = one.of('progress').map(({ data }) => Number(data.data?.progress));
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((first, second) => first - second));
    expect(one.of('progress').every((each) => each.id === null)).toBe(true);
    const later = await listen(`/api/v1/videos/${id}/events`, { as: owner.person });
    expect((await later.first('progress')).data.data).toMatchObject({ progress: 100, stage: 'completed' });
  });

  it('tell everybody of what he may see: the owner, the admin, and nobody else', async () => {
    const stranger = await register(scene.client);
    const [mine, admins, strangers] = await Promise.all([
      listen(ALL, { as: owner.person }),
      listen(ALL, { as: await scene.admin() }),
      listen(ALL, { as: stranger }),
    ]);
    const id = await owner.upload('seen');
    for (const listener of [mine, admins]) {
      await listener.first('video.completed', 40_000);
      expect(new Set(listener.heard.map(({ data }) => data.video_id))).toEqual(new Set([id]));
      expect(listener.heard[0]?.event).toBe('video.uploaded');
    }
    expect(strangers.heard).toEqual([]);
    expect((await stranger.client.get(`/api/v1/videos/${id}/events`)).verdict).toBe('403 NOT_YOUR_VIDEO');
    expect((await owner.client.get(`/api/v1/videos/${NOBODYS}/events`)).verdict).toBe('404 VIDEO_NOT_FOUND');
    expect((await scene.client.get(ALL)).status).toBe(401);
  });

  it('go on where they broke off, at another process too: each event once, in order, and none missing', async () => {
    const other = await scene.startApi();
    const before = await listen(ALL, { as: owner.person });
    const first = await owner.upload('before the break');
    await before.first('video.uploaded');
    before.close();
    await owner.delete(first);
    const second = await owner.upload('during the break');
    await owner.delete(second);
    const after = await listen(ALL, { as: owner.person, at: other, lastId: before.lastId! });
    const third = await owner.upload('after the break');
    await owner.delete(third);
    const told = () =>
      after.heard.filter(({ id }) => id !== null).map(({ event, data }) => [event, data.video_id]);
    await eventually('everything is told', () => told().length >= 5);
    expect(told()).toEqual([
      ['video.deleted', first],
      ['video.uploaded', second],
      ['video.deleted', second],
      ['video.uploaded', third],
      ['video.deleted', third],
    ]);
    const ids = after.heard.flatMap(({ id }) => (id === null ? [] : [Number(id)]));
    expect(ids).toEqual([...new Set(ids)].sort((one, two) => one - two));
    const byAddress = await listen(`${ALL}?last_event_id=${before.lastId!}`, { as: owner.person });
    await eventually('it is told again', () => byAddress.of('video.deleted').length === 3);
  });

  it('say so when what was missed cannot be told, and refuse what is no id', async () => {
    const lost = await listen(ALL, { as: owner.person, lastId: '999999999' });
    const { id, data } = await lost.first('resync');
    expect(data.reason).toBe('unknown_position');
    const found = await listen(ALL, { as: owner.person, lastId: id! });
    await owner.delete(await owner.upload('after the resync'));
    await found.first('video.deleted');
    expect(found.of('resync')).toEqual([]);
    for (const wrong of ['-1', '1.5', 'abc', '0x10', '1e3', '01', '9'.repeat(16), '1 OR 1=1'])
      expect((await owner.client.get(ALL, { headers: { 'last-event-id': wrong } })).verdict).toBe(
        '400 MALFORMED_EVENT_ID',
      );
    expect((await owner.client.get(`${ALL}?last_event_id=${'9'.repeat(30)}`)).status).toBe(422);
  });

  it('open by a ticket, which opens nothing else', async () => {
    const { ticket, expires_at: expiresAt } = await ticketOf(owner.person);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const listener = await EventListener.open(`${scene.api.baseUrl}${ALL}?ticket=${ticket}`);
    opened.push(listener);
    const id = await owner.upload('by ticket');
    expect((await listener.first('video.uploaded')).data.video_id).toBe(id);
    const { client } = scene;
    expect((await client.get(`/api/v1/videos/${id}?ticket=${ticket}`)).status).not.toBe(200);
    expect((await client.get(`/api/v1/auth/me?ticket=${ticket}`)).status).not.toBe(200);
    for (const altered of [`${ticket}x`, ticket.slice(1), owner.person.session.access_token.slice(0, 400)])
      expect((await client.get(`${ALL}?ticket=${altered}`)).verdict).toBe('401 UNAUTHENTICATED');
    expect((await owner.client.get(`${ALL}?ticket=${ticket}`)).verdict).toBe('400 TWO_CREDENTIALS');
    await scene.api.log.line('request');
    expect(scene.api.log.text).not.toContain(ticket);
  });

  it('end with the session, and with the access of whoever is disabled', async () => {
    const leaving = await register(scene.client);
    const disabled = await register(scene.client);
    const admin = await scene.admin();
    const again = await logIn(scene.client, leaving.email, PASSWORD);
    const [ended, goesOn, shut] = await Promise.all([
      listen(ALL, { as: leaving }),
      listen(ALL, { as: again }),
      listen(ALL, { as: disabled }),
    ]);
    const left = await leaving.client.post('/api/v1/auth/logout', {});
    const turnedAway = await admin.client.patch(`/api/v1/users/${disabled.user.id}`, { disabled: true });
    expect([left.status, turnedAway.status]).toEqual([204, 200]);
    for (const listener of [ended, shut]) {
      expect((await listener.first('end', 5_000)).data.reason).toBe('access_ended');
      await eventually('the stream is over', () => listener.isOver);
    }
    expect(goesOn.isOver).toBe(false);
  });

  it('are so many for a user, and no more', async () => {
    const person = await register(scene.client);
    const open = await Promise.all(Array.from({ length: 8 }, () => listen(ALL, { as: person })));
    expect(open.map(({ answer }) => answer.statusCode)).toEqual(Array(8).fill(200));
    const refused = await person.client.get(ALL);
    expect(refused.verdict).toBe('429 TOO_MANY_EVENT_STREAMS');
    open[0]!.close();
    await eventually('there is room again', async () => (await person.client.get(ALL)).status === 200);
  });

  it('are sent away by a process that stops, and nothing is missed at the next', async () => {
    const ending = await scene.startApi();
    const before = await listen(ALL, { as: owner.person, at: ending });
    const id = await owner.upload('heard before the end');
    await before.first('video.uploaded');
    ending.signal('SIGTERM');
    expect((await before.first('end')).data.reason).toBe('closing');
    expect(await ending.exited).toEqual({ code: 0, signal: null });
    expect(before.retries.at(-1)).toBeLessThanOrEqual(3_000);
    await owner.delete(id);
    const after = await listen(ALL, { as: owner.person, lastId: before.lastId! });
    expect((await after.first('video.deleted')).data.video_id).toBe(id);
  });
});
