import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { describeWithS3, PAGE_ORIGIN, S3Server, type TestBucket } from '../support/s3-server';
import { Scene } from '../support/scene';
import { put } from '../support/storage-put';
import { hasBoto, lookByBoto } from '../support/swift/boto';

interface Opened {
  readonly video_id: string;
  readonly upload_url: string;
  readonly headers: Record<string, string>;
  readonly s3_key: string;
}

interface Video {
  readonly processing_status: string;
  readonly checksum_sha256: string | null;
  readonly thumbnail_url: string | null;
}

const run = promisify(execFile);
const NAME = 'Über uns ..\\..\\<b>"x"</b>.mp4';

describeWithS3('uploads into a bucket', () => {
  let server: S3Server;
  let bucket: TestBucket;
  let scene: Scene;
  let owner: Person;
  let clip: Buffer;

  beforeAll(async () => {
    server = await S3Server.start();
    bucket = await server.makeBucket();
    scene = await Scene.open({
      ...bucket.settings,
      ALLOWED_ORIGINS: PAGE_ORIGIN,
      SWEEP_SECONDS: '1',
      STORAGE_UPKEEP_SECONDS: '1',
    });
    if (server.keepsRules) expect(await runCli('storage:cors', scene.variables)).toMatchObject({ code: 0 });
    owner = await register(scene.client);
    clip = await makeClip(scene.dataFolder);
  });

  afterAll(async () => {
    await scene.close();
    await bucket.remove();
    await server.stop();
  });

  const open = async (): Promise<Opened> => {
    const file = { filename: NAME, file_size: clip.length, content_type: 'video/mp4' };
    return (await owner.client.post('/api/v1/upload/presigned-url', file)).json<Opened>();
  };
  const complete = async ({ video_id: id }: Opened): Promise<Video> => {
    expect((await owner.client.post('/api/v1/videos', { video_id: id })).status).toBe(201);
    return eventually(
      'the video is processed',
      async () => {
        const video = (await owner.client.get(`/api/v1/videos/${id}`)).json<Video>();
        return ['completed', 'failed'].includes(video.processing_status) ? video : null;
      },
      40_000,
    );
  };
  const expectWhole = async ({ processing_status: status, checksum_sha256: sha256, ...video }: Video) => {
    expect({ status, sha256 }).toEqual({
      status: 'completed',
      sha256: createHash('sha256').update(clip).digest('hex'),
    });
    const picture = await fetch(video.thumbnail_url ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(new URL(picture.url).origin).toBe(server.endpoint);
  };
  const remove = async ({ video_id: id }: Opened) => {
    expect((await owner.client.ask('DELETE', `/api/v1/videos/${id}`)).status).toBe(200);
  };

  /** What was uploaded stays in staging for as long as its link could write there again, which is a quarter of an hour. */
  const linksExpire = () =>
    scene.sql(`UPDATE storage_objects SET next_delete_at = now() WHERE state = 'condemned'`);

  it('come from a page: preflight, signed PUT, confirmation, thumbnail', async () => {
    const opened = await open();
    const preflight = await fetch(opened.upload_url, {
      method: 'OPTIONS',
      headers: {
        origin: PAGE_ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(PAGE_ORIGIN);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    const sent = await put(opened.upload_url, clip, { ...opened.headers, origin: PAGE_ORIGIN });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, PAGE_ORIGIN]);
    await expectWhole(await complete(opened));
    await remove(opened);
  });

  it('come from curl', async () => {
    const opened = await open();
    const file = path.join(scene.dataFolder, 'upload.mp4');
    await writeFile(file, clip);
    const headers = Object.entries(opened.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const form = ['-o', '/dev/null', '-w', '%{http_code}'];
    expect((await run('curl', ['-sS', ...form, '-T', file, ...headers, opened.upload_url])).stdout).toBe(
      '200',
    );
    await expectWhole(await complete(opened));
    await remove(opened);
  });

  (hasBoto() ? it : it.skip)(
    'are there, to another client, as what they are and under names of ours (needs python3-boto3)',
    async () => {
      const opened = await open();
      await put(opened.upload_url, clip, opened.headers);
      await complete(opened);
      const ofVideo = async () => {
        const { objects, uploads } = await lookByBoto(bucket);
        return { uploads, objects: objects.filter(({ key }) => key.includes(opened.video_id)) };
      };
      await linksExpire();
      await eventually(
        'nothing is left in staging',
        async () => (await bucket.objects('staging/')).size === 0,
        30_000,
      );
      const { objects, uploads } = await ofVideo();
      expect(uploads).toEqual([]);
      await remove(opened);
      const named = new RegExp(`^[a-z]+/(${owner.user.id}/)?${opened.video_id}[/.][a-z0-9./-]+$`);
      for (const { key, size, cache, metadata } of objects) {
        expect(key).toMatch(named);
        expect(cache).toMatch(/^private, max-age=\d+/);
        expect([size > 0, metadata]).toEqual([true, {}]);
      }
      const original = { key: opened.s3_key, size: clip.length, type: 'video/mp4' };
      const thumbnail = { key: expect.stringMatching(/^thumbnails\/.*\.jpg$/) as string, type: 'image/jpeg' };
      expect(objects).toEqual(
        expect.arrayContaining([expect.objectContaining(original), expect.objectContaining(thumbnail)]),
      );
    },
  );

  it('leave nothing when they were deleted', async () => {
    await linksExpire();
    await eventually('the bucket is empty', async () => (await bucket.objects()).size === 0, 30_000);
    const quota = (await owner.client.get('/api/v1/quota')).json<{ storage_bytes_used: number }>();
    expect(quota.storage_bytes_used).toBe(0);
  });

  it('are logged as lines of JSON, whatever the SDK has to say', () => {
    expect(scene.api.log.plainText).toEqual([]);
    if (Number(process.versions.node.split('.')[0]) < 22)
      expect(scene.api.log.find('node warning')).toMatchObject({ level: 40 });
  });
});
