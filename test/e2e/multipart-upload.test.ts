import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeClip, padded } from '../support/clips';
import { eventually } from '../support/eventually';
import { cut, PartUploader, type SentPart } from '../support/part-uploader';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { put } from '../support/storage-put';

const run = promisify(execFile);
const ORIGIN = 'https://app.example.org';
const MIB = 1024 ** 2;
/** Two whole parts and a bit. */
const FILE_BYTES = 2 * 8 * MIB + 12_345;

interface Progress {
  readonly status: string;
  readonly part_count: number;
  readonly parts: readonly (SentPart & { readonly size: number })[];
}

interface Video {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly processing_status: string;
  readonly checksum_sha256: string | null;
}

describe('an upload in parts', () => {
  let scene: Scene;
  let file: Buffer;
  let owner: Person;
  let uploads: PartUploader;

  beforeAll(async () => {
    scene = await Scene.open({ ALLOWED_ORIGINS: ORIGIN, SWEEP_SECONDS: '1', UPLOAD_SWEEP_SECONDS: '1' });
    const clip = await makeClip(scene.dataFolder);
    file = padded(clip, FILE_BYTES - clip.length);
  });

  beforeEach(async () => {
    owner = await register(scene.client);
    uploads = new PartUploader(owner.client);
  });

  afterAll(() => scene.close());

  const progress = async (id: string) => (await uploads.read(id)).json<Progress>();
  const quota = async () =>
    (await owner.client.get('/api/v1/quota')).json<{ used: number; storage_bytes_used: number }>();
  const video = async (id: string) => (await owner.client.get(`/api/v1/videos/${id}`)).json<Video>();
  const untilCompleted = (id: string) =>
    eventually(
      'the video is completed',
      async () => {
        const now = await video(id);
        return now.processing_status === 'completed' ? now : null;
      },
      60_000,
    );
  const partsAtTheStore = () => readdir(path.join(scene.dataFolder, 'storage/multipart')).catch(() => []);

  it('becomes one video, whatever the order in which its parts came', async () => {
    const upload = await uploads.open(file.length);
    expect(upload).toMatchObject({ part_size: 8 * MIB, part_count: 3 });
    const hoursLeft = (Date.parse(upload.expires_at) - Date.now()) / 3_600_000;
    expect(hoursLeft).toBeGreaterThan(23.9);
    expect(hoursLeft).toBeLessThanOrEqual(24);
    const third = await uploads.send(upload, file, 3);
    const first = await uploads.send(upload, file, 1);
    const second = await uploads.send(upload, file, 2);
    const answer = await uploads.complete(upload.upload_id, [first, second, third], {
      title: 'Entrance',
      tags: ['door'],
    });
    expect(answer.status).toBe(201);
    expect(answer.json<Video>()).toMatchObject({ id: upload.video_id, processing_status: 'processing' });
    expect(await untilCompleted(upload.video_id)).toMatchObject({
      title: 'Entrance',
      tags: ['door'],
      checksum_sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(await quota()).toMatchObject({ used: 1, storage_bytes_used: file.length });
    expect(await progress(upload.upload_id)).toMatchObject({ status: 'completed', parts: [] });
  });

  it('goes on where a client lost its place: by curl, with a part that broke off, by what the store has', async () => {
    const upload = await uploads.open(file.length);
    await uploads.send(upload, file, 1);
    const link = await uploads.link(upload.upload_id, 2);
    const part = path.join(scene.dataFolder, 'part-2');
    await writeFile(part, cut(upload, file, 2));
    const broken = ['-sS', '--limit-rate', '2M', '--max-time', '1', '-T', part, link];
    await expect(run('curl', broken)).rejects.toThrow(/timed out/);
    const before = await progress(upload.upload_id);
    expect(before).toMatchObject({ status: 'open', part_count: 3 });
    expect(before.parts.map(({ part_number: number, size }) => [number, size])).toEqual([[1, 8 * MIB]]);

    await run('curl', ['-sS', '-f', '-T', part, await uploads.link(upload.upload_id, 2)]);
    await uploads.send(upload, file, 3);
    const { parts } = await progress(upload.upload_id);
    expect(parts.map(({ size }) => size)).toEqual([8 * MIB, 8 * MIB, 12_345]);
    const named = parts.map(({ part_number, etag }) => ({ part_number, etag }));
    expect((await uploads.complete(upload.upload_id, named)).status).toBe(201);
    expect((await untilCompleted(upload.video_id)).checksum_sha256).toBe(
      createHash('sha256').update(file).digest('hex'),
    );
  });

  it('may be sent from an allowed page: preflight, PUT, and an ETag that it can read', async () => {
    const upload = await uploads.open(100);
    const link = await uploads.link(upload.upload_id, 1);
    const preflight = await fetch(link, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    const sent = await put(link, file.subarray(0, 100), { origin: ORIGIN });
    expect(sent.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(sent.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(sent.etag).not.toBe('');
  });

  it('may be opened, completed and read from an allowed page', async () => {
    const url = `${scene.api.baseUrl}/api/v1/uploads/multipart`;
    for (const [method, at] of [
      ['POST', ''],
      ['POST', '/0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4/complete'],
      ['DELETE', '/0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4'],
    ]) {
      const preflight = await fetch(`${url}${at!}`, {
        method: 'OPTIONS',
        headers: {
          origin: ORIGIN,
          'access-control-request-method': method!,
          'access-control-request-headers': 'authorization,content-type,idempotency-key',
        },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
      expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    }
  });

  it('is completed once, and answers again to whoever asks again', async () => {
    const upload = await uploads.open(file.length);
    const parts = await uploads.sendAll(upload, file);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => uploads.complete(upload.upload_id, parts)),
    );
    const verdicts = answers.map(({ verdict }) => verdict).sort();
    expect(verdicts.filter((verdict) => verdict === '201')).toHaveLength(1);
    expect(verdicts.filter((verdict) => !isGoodTwin(verdict))).toEqual([]);
    expect((await uploads.complete(upload.upload_id, parts)).status).toBe(200);
    expect((await owner.client.post('/api/v1/videos', { video_id: upload.video_id })).status).toBe(200);
    await untilCompleted(upload.video_id);
    expect((await uploads.complete(upload.upload_id, parts)).status).toBe(200);
    expect(await quota()).toMatchObject({ used: 1, storage_bytes_used: file.length });
  });

  it('takes a part anew, and the last one that came counts', async () => {
    const upload = await uploads.open(file.length);
    const [lost, second, third] = await uploads.sendAll(upload, Buffer.alloc(file.length, 7));
    const parts = await uploads.sendAll(upload, file);
    expect((await uploads.complete(upload.upload_id, [lost!, second!, third!])).verdict).toBe(
      '422 PART_MISMATCH',
    );
    expect((await uploads.complete(upload.upload_id, parts)).status).toBe(201);
    await untilCompleted(upload.video_id);
  });

  it('is begun once at the store, however many ask for its first link', async () => {
    const upload = await uploads.open(file.length);
    const before = new Set(await partsAtTheStore());
    await Promise.all(Array.from({ length: 6 }, () => uploads.link(upload.upload_id, 1)));
    const begun = (await partsAtTheStore()).filter((name) => !before.has(name));
    expect(begun).toHaveLength(1);
  });

  it('is opened once with one Idempotency-Key', async () => {
    const announced = { filename: 'a.mp4', file_size: 10, content_type: 'video/mp4' };
    const key = { 'idempotency-key': 'parts-1' };
    const [first, again] = [await uploads.announce(announced, key), await uploads.announce(announced, key)];
    expect(again.json()).toEqual(first.json());
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await quota()).toMatchObject({ storage_bytes_used: 10 });
  });

  it('that is aborted leaves no video, no part and no reservation, and cannot be completed', async () => {
    const upload = await uploads.open(file.length);
    const before = await partsAtTheStore();
    const parts = await uploads.sendAll(upload, file);
    expect(await partsAtTheStore()).toHaveLength(before.length + 1);
    expect((await uploads.abort(upload.upload_id)).status).toBe(204);
    expect(await quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
    await eventually(
      'the parts are gone',
      async () => (await partsAtTheStore()).length === before.length,
      20_000,
    );
    expect((await uploads.complete(upload.upload_id, parts)).verdict).toBe('404 UPLOAD_NOT_FOUND');
    expect((await uploads.abort(upload.upload_id)).verdict).toBe('404 UPLOAD_NOT_FOUND');
    expect((await uploads.read(upload.upload_id)).verdict).toBe('404 UPLOAD_NOT_FOUND');
    expect((await uploads.sign(upload.upload_id, [1])).verdict).toBe('404 UPLOAD_NOT_FOUND');
    expect((await owner.client.get(`/api/v1/videos/${upload.video_id}`)).status).toBe(404);
  });

  it('is withdrawn a day after it was opened, and nothing of it is left', async () => {
    const upload = await uploads.open(file.length);
    const before = await partsAtTheStore();
    const parts = await uploads.sendAll(upload, file);
    await scene.sql(
      `UPDATE upload_sessions SET expires_at = now() - interval '1 second' WHERE upload_sessions.upload_id = $1`,
      [upload.upload_id],
    );
    expect((await uploads.complete(upload.upload_id, parts)).verdict).toBe('404 UPLOAD_NOT_FOUND');
    await eventually('its room is free', async () => (await quota()).storage_bytes_used === 0, 20_000);
    await eventually(
      'its parts are gone',
      async () => (await partsAtTheStore()).length === before.length,
      20_000,
    );
    expect((await owner.client.get(`/api/v1/videos/${upload.video_id}`)).status).toBe(404);
  });
});

/** One wins; who comes at the same moment is told to ask again, who comes later that it is done. */
function isGoodTwin(verdict: string): boolean {
  return ['200', '201', '409 COMPLETION_UNDER_WAY'].includes(verdict);
}
