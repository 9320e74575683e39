import { createHash } from 'node:crypto';
import type { Answer } from '../support/api-client';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import type { GivenStore } from '../support/given-store';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';

interface Opened {
  readonly video_id: string;
  readonly upload_url: string;
  readonly headers: Record<string, string>;
  readonly s3_key: string;
}

interface Video {
  readonly id: string;
  readonly processing_status: string;
  readonly processing_error: { code: string; permanent: boolean } | null;
  readonly checksum_sha256: string | null;
  readonly duration_seconds: number | null;
  readonly resolution: string | null;
  readonly thumbnail_url: string | null;
  readonly title: string;
}

interface Quota {
  readonly used: number;
  readonly storage_bytes_used: number;
}

/** What somebody who sends a file by a signed PUT is promised, wherever the bytes are kept. */
export function itTakesSignedPuts(store: GivenStore): void {
  let scene: Scene;
  let clip: Buffer;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open({ ...(await store.open()), SWEEP_SECONDS: '1' });
    clip = await makeClip(scene.dataFolder);
  });

  beforeEach(async () => {
    owner = await register(scene.client);
  });

  afterAll(async () => {
    await scene.close();
    await store.close();
  });

  const announce = (changes: object = {}) =>
    owner.client.post('/api/v1/upload/presigned-url', {
      filename: 'Friday morning.mp4',
      file_size: clip.length,
      content_type: 'video/mp4',
      ...changes,
    });
  const open = async (changes: object = {}) => (await announce(changes)).json<Opened>();
  const send = ({ upload_url: url, headers }: Opened, body: Buffer) =>
    fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
  const complete = (id: string, about: object = {}) =>
    owner.client.post('/api/v1/videos', { video_id: id, ...about });
  const read = async (id: string) => (await owner.client.get(`/api/v1/videos/${id}`)).json<Video>();
  const quota = async () => (await owner.client.get('/api/v1/quota')).json<Quota>();
  const untilProcessed = (id: string) =>
    eventually(
      'the video is processed',
      async () => {
        const video = await read(id);
        return ['completed', 'failed'].includes(video.processing_status) ? video : null;
      },
      30_000,
    );

  it('becomes a video with its facts, a thumbnail and one upload less', async () => {
    const opened = await open();
    expect(await read(opened.video_id)).toMatchObject({
      processing_status: 'pending',
      title: 'Friday morning',
    });
    expect((await send(opened, clip)).status).toBe(200);
    const confirmed = await complete(opened.video_id, { title: 'Entrance', tags: ['door'] });
    expect(confirmed.status).toBe(201);
    const video = await untilProcessed(opened.video_id);
    expect(video).toMatchObject({
      processing_status: 'completed',
      title: 'Entrance',
      resolution: '320x180',
      checksum_sha256: createHash('sha256').update(clip).digest('hex'),
    });
    expect(video.duration_seconds).toBeCloseTo(2, 0);
    const picture = await fetch(video.thumbnail_url ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(await quota()).toMatchObject({ used: 1, storage_bytes_used: clip.length });
  });

  it('is confirmed once, however often it is asked, and knows the file again', async () => {
    const opened = await open();
    await send(opened, clip);
    const answers = await Promise.all(Array.from({ length: 10 }, () => complete(opened.video_id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ]);
    await untilProcessed(opened.video_id);
    expect(await quota()).toMatchObject({ used: 1 });
    const checksum = createHash('sha256').update(clip).digest('hex');
    const check = await owner.client.post('/api/v1/uploads/check', { checksums: [checksum, '0'.repeat(64)] });
    expect(check.json()).toEqual({
      results: [
        { checksum, video_id: opened.video_id },
        { checksum: '0'.repeat(64), video_id: null },
      ],
    });
  });

  it('waits for bytes that have not come', async () => {
    const { video_id: id } = await open();
    expect((await complete(id)).verdict).toBe('409 BYTES_ABSENT');
    expect((await read(id)).processing_status).toBe('pending');
  });

  it.each([
    ['a page of text', Buffer.from('<!doctype html><p>hello</p>'.padEnd(400))],
    ['a playlist', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'.padEnd(400))],
  ])('withdraws %s that calls itself a video, and keeps nothing of it', async (_what, bytes) => {
    const opened = await open({ file_size: bytes.length });
    await send(opened, bytes);
    expect((await complete(opened.video_id)).verdict).toBe('400 CONTENT_MISMATCH');
    expect((await owner.client.get(`/api/v1/videos/${opened.video_id}`)).verdict).toBe('404 VIDEO_NOT_FOUND');
    expect(await quota()).toEqual(expect.objectContaining({ used: 0, storage_bytes_used: 0 }));
  });

  it('fails for good, and says why, when the file only begins like a video', async () => {
    const broken = Buffer.concat([clip.subarray(0, 64), Buffer.alloc(2_000, 7)]);
    const opened = await open({ file_size: broken.length });
    await send(opened, broken);
    expect((await complete(opened.video_id)).status).toBe(201);
    const video = await untilProcessed(opened.video_id);
    expect(video).toMatchObject({ processing_status: 'failed', processing_error: { permanent: true } });
  });

  it.each([
    ['another format', { filename: 'film.exe' }, '400 UNSUPPORTED_FORMAT'],
    ['a type that does not fit', { content_type: 'video/webm' }, '400 CONTENT_TYPE_MISMATCH'],
    ['more than is allowed', { file_size: 3 * 1024 ** 3 }, '400 FILE_TOO_LARGE'],
    ['nothing', { file_size: 0 }, '422 VALIDATION_FAILED'],
    ['half a byte', { file_size: 1.5 }, '422 VALIDATION_FAILED'],
    ['a mall that is none', { mall_id: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' }, '422 MALL_UNKNOWN'],
    ['a camera that is none', { pin_id: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' }, '422 PIN_UNKNOWN'],
    ['a mall that is no id', { mall_id: 'here' }, '422 VALIDATION_FAILED'],
  ])('refuses %s before a byte moves', async (_what, changes, verdict) => {
    expect((await announce(changes)).verdict).toBe(verdict);
    expect(await quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
  });

  it('is opened once with one Idempotency-Key, and signs its link anew', async () => {
    const client = owner.client.with({ 'idempotency-key': 'upload-1' });
    const file = { filename: 'a.mp4', file_size: 10, content_type: 'video/mp4' };
    const answers: Answer[] = [];
    for (let count = 0; count < 3; count += 1)
      answers.push(await client.post('/api/v1/upload/presigned-url', file));
    expect(new Set(answers.map((answer) => answer.json<Opened>().video_id)).size).toBe(1);
    expect(answers.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true', 'true']);
    expect(await quota()).toMatchObject({ storage_bytes_used: 10 });
  });

  it('is gone at once when deleted, and gives its room back when the bytes are gone', async () => {
    const opened = await open();
    await send(opened, clip);
    await complete(opened.video_id);
    await untilProcessed(opened.video_id);
    const deleted = await owner.client.ask('DELETE', `/api/v1/videos/${opened.video_id}`);
    expect(deleted.json<{ files_deleted: string[] }>().files_deleted).toContain(opened.s3_key);
    expect((await owner.client.get(`/api/v1/videos/${opened.video_id}`)).status).toBe(404);
    expect(await quota()).toMatchObject({
      storage_bytes_used: clip.length,
      pending_delete_bytes: clip.length,
    });
    await eventually('the room is free again', async () => (await quota()).storage_bytes_used === 0, 60_000);
  });

  it('leaves nothing behind when it is deleted in the middle of its processing', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => open()));
    await Promise.all(opened.map((upload) => send(upload, clip)));
    for (const { video_id: id } of opened) {
      await complete(id);
      await owner.client.ask('DELETE', `/api/v1/videos/${id}`);
    }
    const ids = opened.map(({ video_id: id }) => id);
    await eventually(
      'no run is at work',
      async () => {
        const runs = await scene.sql(
          `SELECT id FROM processing_runs WHERE video_id = ANY($1) AND state = 'active'`,
          [ids],
        );
        return runs.length === 0;
      },
      60_000,
    );
    // Bytes that nobody adopted wait until the link to them has expired, which is a quarter of an hour.
    await scene.sql('UPDATE storage_objects SET next_delete_at = now() WHERE video_id = ANY($1)', [ids]);
    await eventually(
      'no object is left',
      async () => {
        const left = await scene.sql(
          `SELECT key FROM storage_objects WHERE video_id = ANY($1) AND state <> 'gone'`,
          [ids],
        );
        return left.length === 0;
      },
      60_000,
    );
    expect(await quota()).toMatchObject({ used: 4, storage_bytes_used: 0, pending_delete_bytes: 0 });
  }, 120_000);
}
