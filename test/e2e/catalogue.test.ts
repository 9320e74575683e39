import type { Answer } from '../support/api-client';
import { makeClip } from '../support/clips';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

interface VideoBody {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly visibility: string;
  readonly operator_notes: string | null;
  readonly recorded_at: string | null;
  readonly processing_status: string;
  readonly thumbnail_url: string | null;
}

interface ListBody {
  readonly videos: readonly VideoBody[];
  readonly total: number;
  readonly next_cursor: string | null;
}

interface ResultsBody {
  readonly results: readonly { video_id: string; ok: boolean; status: number; error_code?: string }[];
}

/** A gallery, and what its owner does there. */
describe('a gallery', () => {
  let scene: Scene;
  let owner: Uploader;
  let other: Person;
  let clip: Buffer;
  let published: string;
  let announced: readonly string[];

  beforeAll(async () => {
    scene = await Scene.open();
    await scene.startWorker();
    clip = await makeClip(scene.dataFolder);
    owner = await Uploader.register(scene, clip);
    other = await register(scene.client);
    published = await owner.upload('first');
    await owner.untilProcessed(published);
    const opened = [];
    for (const key of ['second', 'third', 'fourth'])
      opened.push((await owner.open(key)).json<{ video_id: string }>().video_id);
    announced = opened;
  });

  afterAll(() => scene.close());

  const one = (id: string) => `/api/v1/videos/${id}`;
  const list = async (query: string): Promise<ListBody> => {
    const answer = await owner.client.get(`/api/v1/videos?${query}`);
    expect(answer.verdict).toBe('200');
    return answer.json<ListBody>();
  };
  const idsOf = ({ videos }: ListBody): string[] => videos.map(({ id }) => id);
  const edit = (id: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    owner.client.patch(one(id), body, { headers });
  const bulk = async (body: object): Promise<ResultsBody['results']> => {
    const answer = await owner.client.post('/api/v1/videos/bulk', body);
    expect(answer.verdict).toBe('200');
    return answer.json<ResultsBody>().results;
  };

  it('shows the newest first, page by page, with pictures that load', async () => {
    expect(idsOf(await list(''))).toEqual([...announced, published].reverse().sort().reverse());
    const first = await list('page_size=3');
    expect(first).toMatchObject({ total: 4 });
    const rest = await list(`page_size=3&cursor=${first.next_cursor ?? ''}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(await list('')));
    const { videos } = await list('processing_status=completed');
    const picture = await fetch(videos[0]?.thumbnail_url ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('finds, filters and sorts', async () => {
    expect(idsOf(await list('status=completed'))).toEqual([published]);
    expect(await list('status=uploaded')).toMatchObject({ total: 3 });
    expect(idsOf(await list('has_proxy=true'))).toEqual([published]);
    expect(await list('search=FILM.MP')).toMatchObject({ total: 4, total_capped: false });
    expect(await list('search=%25')).toMatchObject({ total: 0 });
    expect(idsOf(await list('sort_by=duration&sort_order=asc'))[0]).toBe(published);
    expect(idsOf(await list('sort_by=duration&sort_order=desc'))[0]).toBe(published);
  });

  it.each([
    ['page=1&offset=2', 'limit'],
    ['status=failed&processing_status=completed', 'status'],
    ['sort_by=owner', 'sort_by'],
    ['uploaded_after=yesterday', 'uploaded_after'],
    ['mall_id=here', 'mall_id'],
    ['colour=red', 'colour'],
    ['search=', 'search'],
  ])('refuses ?%s', async (query, field) => {
    const answer = await owner.client.get(`/api/v1/videos?${query}`);
    expect([answer.status, answer.faultyFields]).toEqual([422, [field]]);
  });

  it('keeps to itself what is for others', async () => {
    const query = `owner_id=${other.user.id}`;
    expect((await owner.client.get(`/api/v1/videos?${query}`)).verdict).toBe('403 FILTER_NOT_ALLOWED');
    expect((await owner.client.get('/api/v1/videos?deleted=true')).verdict).toBe('403 FILTER_NOT_ALLOWED');
    expect((await other.client.get('/api/v1/videos')).json<ListBody>()).toMatchObject({
      videos: [],
      total: 0,
    });
    const admin = (await scene.admin()).client;
    expect((await admin.get(`/api/v1/videos?owner_id=${owner.userId}`)).json<ListBody>().total).toBe(4);
  });

  it('takes what is said about a video, field by field', async () => {
    const changed = await edit(published, {
      title: 'North door',
      tags: ['door', 'door', 'north'],
      visibility: 'unlisted',
      recorded_at: '2026-01-02T03:04:05+01:00',
    });
    expect(changed.json<VideoBody>()).toMatchObject({
      title: 'North door',
      tags: ['door', 'north'],
      visibility: 'unlisted',
      recorded_at: '2026-01-02T02:04:05.000Z',
      operator_notes: null,
    });
    await edit(published, { description: 'Delivery', recorded_at: null });
    const now = (await owner.client.get(one(published))).json<VideoBody>();
    expect(now).toMatchObject({ title: 'North door', description: 'Delivery', recorded_at: null });
    expect(idsOf(await list('tag=north&search=north%20DOOR'))).toEqual([published]);
  });

  it.each([
    [{ title: '' }, 'title'],
    [{ title: 'x'.repeat(256) }, 'title'],
    [{ title: null }, 'title'],
    [{ recorded_at: '0000-06-01T00:00:00Z' }, 'recorded_at'],
    [{ recorded_at: '9999-12-31T23:59:59-14:00' }, 'recorded_at'],
    [{ tags: ['x'.repeat(65)] }, 'tags'],
    [{ tags: 'door' }, 'tags'],
    [{ visibility: 'secret' }, 'visibility'],
    [{ processing_status: 'completed' }, 'processing_status'],
  ])('refuses %j', async (body, field) => {
    const answer = await edit(published, body);
    expect([answer.status, answer.faultyFields]).toEqual([422, [field]]);
  });

  it("loses nobody's words: what was edited meanwhile is not written over", async () => {
    const id = announced[0] ?? '';
    const tag = (await owner.client.get(one(id))).headers.get('etag') ?? '';
    expect((await edit(id, { title: 'Mine' }, { 'if-match': tag })).status).toBe(200);
    expect((await edit(id, { title: 'Too late' }, { 'if-match': tag })).verdict).toBe('412 EDITED_MEANWHILE');
    expect((await edit(id, { title: 'Anyway' }, { 'if-match': '*' })).status).toBe(200);
    const versions = await Promise.all(
      Array.from({ length: 8 }, (_, index) => edit(id, { description: `from ${String(index)}` })),
    );
    expect(versions.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await owner.client.get(one(id))).headers.get('etag')).toMatch(/^"e11\./);
  });

  it('lets nobody else edit, nor its owner write the notes of a mall', async () => {
    expect((await other.client.patch(one(published), { title: 'Mine' })).verdict).toBe('403 NOT_YOUR_VIDEO');
    expect((await edit(published, { operator_notes: 'x' })).verdict).toBe('403 NOTES_NOT_YOURS');
    const admin = (await scene.admin()).client;
    const noted = await admin.patch(one(published), { operator_notes: 'Seen by the guard' });
    expect(noted.json<VideoBody>().operator_notes).toBe('Seen by the guard');
    expect((await owner.client.get(one(published))).json<VideoBody>().operator_notes).toBeNull();
    expect(await list('search=guard')).toMatchObject({ total: 0 });
    expect((await admin.get('/api/v1/videos?search=GUARD')).json<ListBody>().total).toBe(1);
  });

  it('changes many at once, and answers for each', async () => {
    const unknown = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
    const [second = '', third = ''] = announced;
    expect(await bulk({ video_ids: [second, unknown, third, second], action: 'tag', tags: ['new'] })).toEqual(
      [
        { video_id: second, ok: true, status: 200 },
        { video_id: unknown, ok: false, status: 404, error_code: 'VIDEO_NOT_FOUND' },
        { video_id: third, ok: true, status: 200 },
      ],
    );
    expect(await list('tag=new')).toMatchObject({ total: 2 });
    await bulk({ video_ids: [second], action: 'untag', tags: ['new', 'old'] });
    expect(idsOf(await list('tag=new'))).toEqual([third]);
    expect(await bulk({ video_ids: [third, published], action: 'reprocess' })).toEqual([
      { video_id: third, ok: false, status: 409, error_code: 'VIDEO_IN_WORK' },
      { video_id: published, ok: true, status: 202 },
    ]);
    const refused = await owner.client.post('/api/v1/videos/bulk', { video_ids: [third], action: 'tag' });
    expect([refused.status, refused.faultyFields]).toEqual([422, ['tags']]);
    await owner.untilProcessed(published);
  });

  it('deletes many, answers for each in the order asked, and what it counts agrees', async () => {
    const [second = '', third = '', fourth = ''] = announced;
    const unknown = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
    const theirs = (await new Uploader(other, clip).open('theirs')).json<{ video_id: string }>().video_id;
    const ask = { body: { video_ids: [fourth, theirs, second, unknown, fourth, third] } };
    const deletion = await owner.client.ask('DELETE', '/api/v1/videos/bulk', ask);
    expect(deletion.json<ResultsBody>().results).toEqual([
      { video_id: fourth, ok: true, status: 200 },
      { video_id: theirs, ok: false, status: 403, error_code: 'NOT_YOUR_VIDEO' },
      { video_id: second, ok: true, status: 200 },
      { video_id: unknown, ok: false, status: 404, error_code: 'VIDEO_NOT_FOUND' },
      { video_id: third, ok: true, status: 200 },
    ]);
    const again = await owner.client.ask('DELETE', '/api/v1/videos/bulk', ask);
    expect(again.json<ResultsBody>().results.map(({ status }) => status)).toEqual([404, 403, 404, 404, 404]);
    expect((await other.client.get(one(theirs))).status).toBe(200);
    expect(idsOf(await list(''))).toEqual([published]);
    expect((await owner.client.get('/api/v1/videos/stats')).json()).toMatchObject({
      total_videos: 1,
      by_status: { pending: 0, processing: 0, completed: 1, failed: 0 },
    });
    const admin = (await scene.admin()).client;
    const gone = await admin.get(`/api/v1/videos?deleted=true&owner_id=${owner.userId}`);
    expect(idsOf(gone.json<ListBody>()).sort()).toEqual([...announced].sort());
  });
});
