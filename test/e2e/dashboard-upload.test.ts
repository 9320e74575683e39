import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeClip } from '../support/clips';
import {
  DashboardVisitor,
  noSession,
  pathOf,
  SESSION_ALONE,
  type DashboardSession,
} from '../support/dashboard-visitor';
import { eventually } from '../support/eventually';
import { filePart } from '../support/form';
import { Scene } from '../support/scene';

const run = promisify(execFile);

interface Uploaded {
  readonly video_id: string;
  readonly file_hash: string;
  readonly file_size: number;
  readonly s3_key: string;
}

describe('an upload through a dashboard session', () => {
  let scene: Scene;
  let clip: Buffer;
  let clipFile: string;
  let visitor: DashboardVisitor;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1' });
    clip = await makeClip(scene.dataFolder);
    clipFile = path.join(scene.dataFolder, 'Friday morning.mp4');
    await writeFile(clipFile, clip);
  });

  beforeEach(async () => {
    visitor = await DashboardVisitor.in(scene);
  });

  afterAll(() => scene.close());

  const curl = async (
    { upload_url: url }: Pick<DashboardSession, 'upload_url'>,
    ...form: readonly string[]
  ) => {
    const authorization = `Authorization: ${visitor.authorization}`;
    const { stdout } = await run('curl', ['-sS', '-H', authorization, '-w', '\n%{http_code}', ...form, url]);
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) as Uploaded };
  };

  it('is opened for an hour, and says what it takes', async () => {
    const session = await visitor.open();
    expect(session).toMatchObject({
      max_file_size: 500 * 1024 * 1024,
      allowed_formats: ['mp4', 'mov', 'avi', 'webm', 'mkv'],
      quota_remaining: 100,
      upload_url: `${scene.api.baseUrl}${pathOf(session)}`,
    });
    expect(Date.parse(session.expires_at) - Date.now()).toBeGreaterThan(3_500_000);
    expect(await visitor.status(session)).toMatchObject({ status: 'active', progress: 0 });
    expect(await visitor.kept()).toEqual([]);
  });

  it('by curl becomes a video that is processed, and its session is used up', async () => {
    const session = await visitor.open({ recorded_at: '2026-11-20T08:00:00Z' });
    const form = ['-F', 'metadata={"camera":"north"}', '-F', `file=@${clipFile}`];
    const { status, body } = await curl(session, ...form);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      upload_status: 'processing',
      filename: 'Friday morning.mp4',
      file_size: clip.length,
      file_hash: createHash('sha256').update(clip).digest('hex'),
      format: 'mp4',
      s3_key: `dashboard-uploads/${visitor.id}/${body.video_id}.mp4`,
      s3_url: null,
      redirect_url: `/dashboard/videos/${body.video_id}/results`,
      analysis_id: null,
      estimated_processing_time: null,
      detection_result: null,
      confidence_score: null,
      is_fake: null,
      processing_time: null,
      metadata: { camera: 'north' },
    });
    expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: clip.length });
    expect(await visitor.status(session)).toMatchObject({ status: 'invalid', progress: 100 });
    expect((await visitor.send(session, filePart(clip))).verdict).toBe('404 DASHBOARD_SESSION_NOT_FOUND');
    expect((await visitor.cancel(session)).verdict).toBe('409 DASHBOARD_SESSION_USED');
    expect(await untilProcessed(body.video_id)).toMatchObject({
      processing_status: 'completed',
      checksum_sha256: body.file_hash,
      original_path: body.s3_key,
      title: 'Friday morning',
      recorded_at: '2026-11-20T08:00:00.000Z',
    });
  });

  const untilProcessed = (id: string) =>
    eventually(
      'the video is processed',
      async () => {
        const answer = await visitor.person.client.get(`/api/v1/videos/${id}`);
        const video = answer.json<{ processing_status: string }>();
        return video.processing_status === 'processing' ? null : video;
      },
      60_000,
    );

  it('comes by the old address as well, and without a length', async () => {
    const { upload_url: url } = await visitor.open();
    const old = { upload_url: url.replace('/api/v1/', '/v1/') };
    const { status, body } = await curl(old, '-H', 'Transfer-Encoding: chunked', '-F', `file=@${clipFile}`);
    expect([status, body.file_size]).toEqual([201, clip.length]);
    expect(await visitor.quota()).toMatchObject({ used: 1, storage_bytes_used: clip.length });
  });

  it('takes name and type from fields before the file, and metadata from behind it', async () => {
    const answer = await visitor.send(
      await visitor.open(),
      { name: 'filename', value: 'Été 🎬.mp4' },
      { name: 'content_type', value: 'video/x-m4v' },
      filePart(clip, { filename: 'blob', type: 'application/octet-stream' }),
      { name: 'metadata', value: '{"a":{"b":[1,null,"ü"]}}' },
    );
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({ filename: 'Été 🎬.mp4', metadata: { a: { b: [1, null, 'ü'] } } });
  });

  it.each([
    ['nothing', '', '400 FILE_MISSING'],
    ['a path upwards', '../../etc/film.mp4', 'film.mp4'],
    ['a path of Windows', 'C:\\films\\film.mp4', 'film.mp4'],
    ['text that turns its direction', 'fi\u202elm.mp4', 'film.mp4'],
    ['an option', '-i x.mp4', '-i x.mp4'],
    ['an address', 'http:x.mp4', 'http:x.mp4'],
    ['a pattern', 'a%03d.mp4', 'a%03d.mp4'],
    ['a poem', `${'x'.repeat(4_000)}.mp4`, `${'x'.repeat(251)}.mp4`],
    ['no extension', 'film', '400 UNSUPPORTED_FORMAT'],
    ['a dot', '.', '400 UNSUPPORTED_FORMAT'],
  ])('is stored under a name of ours when its own is %s', async (_what, filename, outcome) => {
    const answer = await visitor.send(await visitor.open(), filePart(clip, { filename }));
    if (answer.status === 201) {
      const { filename: shown, s3_key: key } = answer.json<{ filename: string; s3_key: string }>();
      expect(shown).toBe(outcome);
      expect(key).toMatch(/^dashboard-uploads\/[0-9a-f-]{36}\/[0-9a-f-]{36}\.mp4$/);
    } else expect(answer.verdict).toBe(outcome);
  });

  it('is not taken after an hour', async () => {
    const session = await visitor.open();
    await scene.sql('UPDATE dashboard_sessions SET expires_at = now() WHERE id = $1', [session.session_id]);
    expect(await visitor.status(session)).toMatchObject({ status: 'expired' });
    expect((await visitor.send(session, filePart(clip))).verdict).toBe('404 DASHBOARD_SESSION_NOT_FOUND');
    expect((await visitor.cancel(session)).status).toBe(204);
    expect(await visitor.status(session)).toMatchObject({ status: 'invalid' });
  });

  it('is not taken by a session that was cancelled, which may be done twice', async () => {
    const session = await visitor.open();
    expect((await visitor.cancel(session)).status).toBe(204);
    expect((await visitor.cancel(session)).status).toBe(204);
    expect((await visitor.send(session, filePart(clip))).verdict).toBe('404 DASHBOARD_SESSION_NOT_FOUND');
    expect(await visitor.status(session)).toMatchObject({ status: 'invalid' });
  });

  it('is told of to nobody else', async () => {
    const session = await visitor.open();
    const stranger = await DashboardVisitor.in(scene);
    const unknown = await stranger.status(noSession(session));
    expect(await stranger.status(session)).toEqual({ ...unknown, session_id: session.session_id });
  });

  it('needs an upload of the month, when it is opened and when the file comes', async () => {
    const admin = await scene.admin();
    const limit = (body: object) => admin.client.ask('PUT', `/api/v1/users/${visitor.id}/quota`, { body });
    const session = await visitor.open();
    await limit({ limit: 0 });
    const opening = await visitor.person.client.post('/api/v1/dashboard/upload', {});
    expect(opening.verdict).toBe('429 QUOTA_EXCEEDED');
    const refused = await visitor.send(session, filePart(clip));
    expect(refused.verdict).toBe('429 QUOTA_EXCEEDED');
    expect(refused.json()).toMatchObject({ cleanup_details: SESSION_ALONE });
    await limit({ limit: null, storage_bytes_limit: clip.length - 1 });
    expect((await visitor.open()).quota_remaining).toBeNull();
    expect((await visitor.send(session, filePart(clip))).verdict).toBe('429 STORAGE_QUOTA_EXCEEDED');
    expect(await visitor.kept()).toEqual([]);
  });
});
