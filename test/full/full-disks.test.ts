import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { logIn, PASSWORD, register } from '../support/people';
import { exchange } from '../support/raw-http';
import { Scene } from '../support/scene';
import { SmallDisk } from '../support/small-disk';
import { put } from '../support/storage-put';
import { Uploader, type OpenedUpload } from '../support/uploader';

const DISK_MIB = 32;
const RESERVE_MIB = 4;
const KIB = 1024;

const data = SmallDisk.mount(DISK_MIB);
const work = SmallDisk.mount(DISK_MIB);

if (data === null || work === null)
  it.skip('full disks: this account may not mount small ones', () => undefined);

/** The disk that keeps the files, and the one on which workers work on them. */
(data === null || work === null ? describe.skip : describe)('an installation on small disks', () => {
  let scene: Scene;
  let clip: Buffer;
  let pids: readonly number[];

  beforeAll(async () => {
    scene = await Scene.open({
      FRAMEGATE_DATA_DIR: data?.folder ?? '',
      FRAMEGATE_TMP_DIR: work?.folder ?? '',
      STORAGE_RESERVE_MB: String(RESERVE_MIB),
      WORKER_REST_SECONDS: '1',
      SWEEP_SECONDS: '1',
    });
    clip = await makeClip(scene.dataFolder);
    pids = scene.running.map(({ pid }) => pid);
  });

  afterEach(() => Promise.all([data?.empty(), work?.empty()]));

  afterAll(async () => {
    expect(scene.running.map(({ pid }) => pid)).toEqual(pids);
    await scene.close();
    await Promise.all([data?.unmount(), work?.unmount()]);
  });

  const newUploader = () => Uploader.register(scene, clip);
  const stepsOf = (ids: readonly string[]) =>
    scene.sql<{ name: string; state: string; attempts: number; error: { code: string } | null }>(
      `SELECT name, state, attempts, error FROM processing_steps WHERE video_id = ANY($1) ORDER BY name`,
      [ids],
    );
  const untilHindered = (ids: readonly string[], step: string, code: string) =>
    eventually(
      `${step} waits for room`,
      async () => (await stepsOf(ids)).some(({ name, error }) => name === step && error?.code === code),
      20_000,
    );

  it('takes no upload when the disk for files is full, does all else, and takes it when there is room', async () => {
    const uploader = await newUploader();
    const before = await uploader.sendFile('before');
    const opened = (await uploader.open('during')).json<OpenedUpload>();
    await data?.fillAllBut(RESERVE_MIB * KIB * KIB);
    expect(await put(opened.upload_url, clip, opened.headers)).toMatchObject({
      status: 507,
      code: 'STORAGE_FULL',
    });
    const person = await register(scene.client);
    expect((await logIn(scene.client, person.email, PASSWORD)).user.id).toBe(person.user.id);
    expect((await uploader.get(before.video_id)).status).toBe(200);
    expect((await uploader.delete(before.video_id)).status).toBe(200);
    await data?.empty();
    await uploader.send(opened);
    await uploader.complete(opened.video_id);
    expect(await uploader.untilProcessed(opened.video_id)).toMatchObject({ processing_status: 'completed' });
  });

  it('says so before a byte of the file is sent, to a client that asks', async () => {
    const uploader = await newUploader();
    const { upload_url: url, headers } = (await uploader.open('asked')).json<OpenedUpload>();
    await data?.fillAllBut(RESERVE_MIB * KIB * KIB);
    const { pathname, search } = new URL(url);
    const lines = { ...headers, Host: 'localhost', 'Content-Length': clip.length, Expect: '100-continue' };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    const answer = await exchange(
      scene.api.port,
      `PUT ${pathname}${search} HTTP/1.1\r\n${head.join('')}\r\n`,
    );
    expect(answer.head).toMatch(/^HTTP\/1\.1 507 /);
  });

  it('lets videos wait when the disk for work is full, and fails none of them', async () => {
    await work?.fillAllBut(0);
    const uploads = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const uploader = await newUploader();
        const { video_id: id } = await uploader.sendFile();
        await uploader.complete(id);
        return { uploader, id };
      }),
    );
    const ids = uploads.map(({ id }) => id);
    await untilHindered(ids, 'ingest', 'NO_TEMPORARY_SPACE');
    await work?.empty();
    for (const { uploader, id } of uploads)
      expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    expect((await stepsOf(ids)).map(({ attempts }) => attempts)).toEqual(Array(12).fill(1));
  });

  it('lets a video wait when there is no room for its picture', async () => {
    const uploader = await newUploader();
    const { video_id: id } = await uploader.sendFile();
    await data?.fillAllBut(RESERVE_MIB * KIB * KIB);
    await uploader.complete(id);
    await untilHindered([id], 'thumbnail', 'STORAGE_FULL');
    await data?.empty();
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    expect((await stepsOf([id])).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });
});
