import type { Answer } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { makeClip } from '../support/clips';
import { Scene } from '../support/scene';
import { testServers } from '../support/servers';
import { TcpProxy } from '../support/tcp-proxy';
import { Uploader, type OpenedUpload } from '../support/uploader';

/** The connection to Postgres breaks when COMMIT was heard and before it was answered: nobody here knows whether it counts. */
describe('a request whose COMMIT was never answered', () => {
  let scene: Scene;
  let postgres: TcpProxy;
  let api: ApiProcess;
  let clip: Buffer;

  beforeAll(async () => {
    postgres = await TcpProxy.before(testServers().databaseUrl);
    scene = await Scene.open();
    const { DATABASE_URL = '' } = scene.variables;
    api = await scene.startApi({ DATABASE_URL: postgres.through(DATABASE_URL) });
    clip = await makeClip(scene.dataFolder);
  });

  afterAll(async () => {
    await scene.close();
    await postgres.close();
  });

  const newUploader = async () => (await Uploader.register(scene, clip)).at(api);
  const withoutAnswer = async (ask: () => Promise<Answer>) => {
    postgres.cutAfter('COMMIT', { forGood: true });
    const answer = await ask();
    postgres.restore();
    expect(answer.verdict).toBe('503 DEPENDENCY_UNAVAILABLE');
    expect(answer.headers.get('retry-after')).toMatch(/^[0-9]+$/);
  };

  it('opened one upload, which its Idempotency-Key finds again', async () => {
    const uploader = await newUploader();
    await withoutAnswer(() => uploader.open('one key'));
    const [row] = await scene.sql<{ id: string }>('SELECT id FROM videos WHERE owner_id = $1', [
      uploader.userId,
    ]);
    const again = await uploader.open('one key');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.json<OpenedUpload>().video_id).toBe(row?.id);
    expect(await uploader.quota()).toMatchObject({ used: 0, storage_bytes_used: clip.length });
  });

  it('completed one upload, and looks whether it did before it answers', async () => {
    const uploader = await newUploader();
    const { video_id: id } = await uploader.sendFile();
    postgres.cutAfter('COMMIT');
    expect((await uploader.complete(id)).verdict).toBe('200');
    await expectCompletedOnce(uploader, id);
  });

  it('completed one upload, and says so when it is asked again', async () => {
    const uploader = await newUploader();
    const { video_id: id } = await uploader.sendFile();
    await withoutAnswer(() => uploader.complete(id));
    const again = await uploader.complete(id);
    expect([again.verdict, again.json<{ id: string }>().id]).toEqual(['200', id]);
    await expectCompletedOnce(uploader, id);
  });

  async function expectCompletedOnce(uploader: Uploader, id: string): Promise<void> {
    expect((await uploader.complete(id)).verdict).toBe('200');
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    expect(await uploader.quota()).toMatchObject({ used: 1, storage_bytes_used: clip.length });
    const runs = await scene.sql('SELECT id FROM processing_runs WHERE video_id = $1', [id]);
    const facts = await scene.sql(`SELECT id FROM outbox WHERE subject_id = $1 AND type = 'video.uploaded'`, [
      id,
    ]);
    expect([runs.length, facts.length]).toEqual([1, 1]);
  }

  it('deleted a video, which is not there when somebody asks again', async () => {
    const uploader = await newUploader();
    const { video_id: id } = await uploader.sendFile();
    await withoutAnswer(() => uploader.delete(id));
    expect((await uploader.delete(id)).verdict).toBe('404 VIDEO_NOT_FOUND');
    expect(await uploader.quota()).toMatchObject({ used: 0, storage_bytes_used: 0 });
  });
});
