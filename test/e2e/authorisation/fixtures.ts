import { randomUUID } from 'node:crypto';
import { eventually } from '../../support/eventually';
import { PartUploader, type SentPart } from '../../support/part-uploader';
import type { ApiClient } from '../../support/api-client';
import { KEYS, makeKey } from '../../support/api-keys';
import { makeClip } from '../../support/clips';
import { filePart, formOf } from '../../support/form';
import { newEmail, PASSWORD, register, type Person } from '../../support/people';
import type { Scene } from '../../support/scene';
import type { Premises } from './premises';
import type { Fixtures } from './requests';
import { prepareSiteFixtures } from './site-fixtures';

/** A new operation usually needs one line here: the id of something that exists, so that a 404 cannot hide a leak. */
export async function prepareFixtures(scene: Scene, premises: Premises): Promise<Fixtures> {
  const { client } = scene;
  const { mall, owner } = premises;
  const somebody = await register(client, 'somebody');
  let dead: ReturnType<typeof videoThatFails> | null = null;
  const deadJob = async () => ({ path: { id: (await (dead ??= videoThatFails(scene, premises))).jobId } });
  const film = formOf(filePart(await makeClip(scene.dataFolder)));
  const failed = await videoThatFails(scene, premises);
  const ownersKey = { path: { id: (await makeKey(owner.client)).id } };
  const published = await publishedVideo(scene, premises, failed.stagingKey);
  return {
    register: () => ({ body: { email: newEmail('newcomer'), password: PASSWORD } }),
    logIn: () => ({ body: { email: somebody.email, password: PASSWORD } }),
    refreshSession: async () => ({ body: { refresh_token: (await register(client)).session.refresh_token } }),
    readUser: () => ({ path: { id: somebody.user.id } }),
    updateUser: () => ({ path: { id: somebody.user.id }, body: { name: 'Renamed' } }),
    setQuota: () => ({ path: { id: somebody.user.id }, body: { limit: 5 } }),
    listVideos: () => ({}),
    readVideoStats: () => ({}),
    editVideo: async () => ({
      path: { id: await newVideo(scene, premises) },
      body: { title: 'Renamed' },
    }),
    deleteManyVideos: () => ({ body: { video_ids: [owner.user.id] } }),
    changeManyVideos: () => ({ body: { video_ids: [owner.user.id], action: 'delete' } }),
    readVideo: async () => ({ path: { id: await newVideo(scene, premises) } }),
    readProgress: async () => ({ path: { id: await newVideo(scene, premises) } }),
    readPipeline: async () => ({ path: { id: await newVideo(scene, premises) } }),
    listVideoJobs: async () => ({ path: { id: await newVideo(scene, premises) } }),
    listAuditEvents: () => ({ query: { action: 'user.logged_in' } }),
    listJobs: () => ({ query: { state: 'dead' } }),
    readJob: deadJob,
    retryJob: deadJob,
    reprocessVideo: async () => ({ path: { id: await failedAgain(scene, failed.id) }, body: {} }),
    cancelProcessing: async () => ({ path: { id: await processedVideo(scene, premises) } }),
    deleteVideo: async () => ({ path: { id: await newVideo(scene, premises) } }),
    completeUpload: async () => ({ body: { video_id: await newUpload(owner) } }),
    signUploadParts: async () => ({
      path: { upload_id: (await newParts(owner)).id },
      body: { part_numbers: [1] },
    }),
    readMultipartUpload: async () => ({ path: { upload_id: (await newParts(owner)).id } }),
    abortMultipartUpload: async () => ({ path: { upload_id: (await newParts(owner)).id } }),
    completeMultipartUpload: async () => {
      const { id, parts } = await newParts(owner);
      return { path: { upload_id: id }, body: { parts } };
    },
    uploadToDashboard: async (caller) => ({ path: { session_id: await ownSession(caller) }, ...film }),
    readApiKey: () => ownersKey,
    updateApiKey: () => ({ ...ownersKey, body: { name: 'Renamed' } }),
    revokeApiKey: async () => ({ path: { id: (await makeKey(owner.client)).id } }),
    rotateApiKey: async (caller) => ({ path: { id: await ownKey(caller) }, body: {} }),
    reportLeakedApiKey: () => ({ body: { token: 'found on a wall' } }),
    cancelDashboardSession: async (caller) => ({ path: { session_id: await ownSession(caller) } }),
    readStream: () => ({ path: { id: published, type: 'proxy' } }),
    readPlaybackUrl: () => ({ path: { id: published } }),
    readThumbnail: () => ({ path: { id: published } }),
    readStoryboard: () => ({ path: { id: published } }),
    revokePlayback: () => ({ path: { id: published } }),
    streamVideoEvents: () => ({ path: { id: published } }),
    ...(await prepareSiteFixtures(scene, mall, somebody.user.id)),
    restoreVideo: async () => ({ path: { id: await deletedVideo(scene, premises) } }),
  };
}

async function newVideo(scene: Scene, { owner, mall, pinId }: Premises): Promise<string> {
  const id = randomUUID();
  await scene.sql(
    `INSERT INTO videos (id, owner_id, mall_id, pin_id, title, original_filename, format, content_type, file_size_bytes, original_key, status)
     VALUES ($1, $2, $3, $4, 'A film', 'film.mp4', 'mp4', 'video/mp4', 10, $5, 'pending')`,
    [id, owner.user.id, mall.mallId, pinId, `videos/${id}/original.mp4`],
  );
  return id;
}

/** Whatever belongs to it is one file that is there. */
async function publishedVideo(scene: Scene, premises: Premises, key: string): Promise<string> {
  const id = await newVideo(scene, premises);
  const file = { key, sizeBytes: 1, contentType: 'image/jpeg' };
  const tiles = { tileWidth: 160, tileHeight: 90, columns: 1, rows: 1, tiles: 1, intervalSeconds: 1 };
  const storyboard = { sheets: [file.key], ...tiles };
  const manifest = { version: 1, thumbnail: file, proxy: file, storyboard, renditions: [] };
  await scene.sql(
    `UPDATE videos SET status = 'completed', published_version = 1, manifest = $2, uploaded_at = now() WHERE videos.id = $1`,
    [id, manifest],
  );
  return id;
}

/** A run that nobody does anything for today. */
async function processedVideo(scene: Scene, premises: Premises): Promise<string> {
  const id = await newVideo(scene, premises);
  await scene.sql(
    `WITH run AS (
       INSERT INTO processing_runs (id, video_id, owner_id, version, state)
       VALUES (gen_random_uuid(), $1, $2, 1, 'active') RETURNING id
     ), step AS (
       INSERT INTO processing_steps (id, run_id, video_id, owner_id, name, needs, state, due_at)
       SELECT gen_random_uuid(), run.id, $1, $2, 'tomorrow', '{}', 'due', now() + interval '1 day' FROM run
     )
     UPDATE videos SET status = 'processing', run_id = run.id, uploaded_at = now() FROM run WHERE videos.id = $1`,
    [id, premises.owner.user.id],
  );
  return id;
}

async function deletedVideo(scene: Scene, premises: Premises): Promise<string> {
  const id = await newVideo(scene, premises);
  await scene.sql(
    `UPDATE videos SET deleted_at = now(), deleted_for = 'deletion_keeping_files' WHERE videos.id = $1`,
    [id],
  );
  return id;
}

/** They begin like a video, which is all that a door looks at. */
const FILE = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'.padEnd(64, '\0'), 'latin1');

/** An upload whose bytes have arrived. */
async function newUpload({ client }: Person): Promise<string> {
  const file = { filename: 'film.mp4', file_size: FILE.length, content_type: 'video/mp4' };
  const opened = await client.post('/api/v1/upload/presigned-url', file);
  const {
    video_id: id,
    upload_url: url,
    headers,
  } = opened.json<{
    video_id: string;
    upload_url: string;
    headers: Record<string, string>;
  }>();
  await fetch(url, { method: 'PUT', headers, body: FILE });
  return id;
}

/** An upload in parts, of which there is one, and it has arrived. */
async function newParts({ client }: Person): Promise<{ id: string; parts: readonly SentPart[] }> {
  const uploader = new PartUploader(client);
  const upload = await uploader.open(FILE.length);
  return { id: upload.upload_id, parts: await uploader.sendAll(upload, FILE) };
}

/** It only begins like one. */
async function videoThatFails(
  scene: Scene,
  { owner, mall, pinId }: Premises,
): Promise<{ id: string; jobId: string; stagingKey: string }> {
  const id = await newUpload(owner);
  await owner.client.post('/api/v1/videos', { video_id: id });
  await scene.sql('UPDATE videos SET mall_id = $2, pin_id = $3 WHERE id = $1', [id, mall.mallId, pinId]);
  return eventually(
    'its job is dead',
    async () => {
      const [job] = await scene.sql<{ id: string; key: string }>(
        `SELECT id, plan ->> 'staging_key' AS key FROM processing_steps WHERE video_id = $1 AND state = 'failed'`,
        [id],
      );
      return job && { id, jobId: job.id, stagingKey: job.key };
    },
    30_000,
  );
}

/** Who may, reprocesses it, and it fails as before. */
async function failedAgain(scene: Scene, id: string): Promise<string> {
  return eventually('it has failed', async () => {
    const failed = await scene.sql(`SELECT id FROM videos WHERE id = $1 AND status = 'failed'`, [id]);
    return failed.length === 1 ? id : null;
  });
}

/** Nobody rotates somebody else's. Who may make none is refused before the id is looked at. */
async function ownKey(caller: ApiClient): Promise<string> {
  const made = await caller.post(KEYS, { name: 'own', scopes: ['videos:read'] });
  return made.status === 201 ? made.json<{ id: string }>().id : randomUUID();
}

/** Sessions are personal, also for admins. Who may open none is refused before the id is looked at. */
async function ownSession(caller: ApiClient): Promise<string> {
  const opened = await caller.post('/api/v1/dashboard/upload', {});
  return opened.status === 201 ? opened.json<{ session_id: string }>().session_id : randomUUID();
}
