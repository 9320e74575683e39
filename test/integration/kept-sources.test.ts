import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { newId, type RunId, type VideoId } from '#kernel/id';
import { ObjectStore, type ObjectFacts } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { CancelRun } from '../../src/modules/processing/commands/cancel-run';
import { Hindrance, PermanentFailure } from '../../src/modules/processing/domain/processing.errors';
import { KeptSources } from '../../src/modules/processing/steps/kept-sources';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { startWorker } from '../support/running-app';
import { SmallDisk } from '../support/small-disk';
import { one, WorkDesk } from '../support/work-desk';

const KIB = 1024;
const MIB = 1024 * KIB;
const MOST_MIB = 1;
const QUICK = { SWEEP_SECONDS: '1', KEPT_SOURCES_MB: String(MOST_MIB) };

const disk = SmallDisk.mount(16);
const onSmallDisk = disk === null ? it.skip : it;

interface Holder {
  readonly runId: RunId;
  readonly videoId: VideoId;
}

/** What a worker has fetched, between the steps of a video. */
describe('kept sources', () => {
  let environment: TestEnvironment;
  let worker: INestApplicationContext;
  let kept: KeptSources;
  let store: ObjectStore;
  let desk: WorkDesk;
  let atWork: Holder;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const scratch: Record<string, string> = disk === null ? {} : { FRAMEGATE_TMP_DIR: disk.folder };
    worker = await startWorker(environment, { ...QUICK, ...scratch });
    [kept, store, desk] = [worker.get(KeptSources), worker.get(ObjectStore), new WorkDesk(worker)];
    atWork = await desk.begin([one('forever', ['something that never comes'])]);
  });

  afterEach(async () => {
    await kept.giveUp();
    expect(await folders()).toEqual([]);
  });

  afterAll(async () => {
    await worker.close();
    await environment.remove();
    await disk?.unmount();
  });

  const folders = async () => {
    const names = await readdir(await worker.get(TemporaryFolders).own());
    return names.filter((name) => name.startsWith('source-'));
  };
  const put = (bytes: Buffer, key = `videos/${newId()}/original.mp4`): Promise<ObjectFacts> =>
    store.write(key, Readable.from([bytes]), { contentType: 'video/mp4', maxBytes: bytes.length });
  const holding = (holder: Holder, signal = new AbortController().signal, roomBytes = 0) => ({
    holder,
    signal,
    roomBytes,
  });
  const text = (source: ObjectFacts, holder = atWork) =>
    kept.use(source, holding(holder), ({ file }) => readFile(file, 'latin1'));
  /** A second download would find nothing. */
  const isKept = async (source: ObjectFacts) => {
    await store.delete([source.key]);
    return text(source).then(
      () => true,
      () => false,
    );
  };
  const sized = (kibibytes: number) => put(Buffer.alloc(kibibytes * KIB));

  it('are fetched once, under either name, and cannot be written', async () => {
    const staged = await put(Buffer.from('a film'));
    const adopted = await kept.use(staged, holding(atWork), async ({ file, sha256 }) => {
      expect([sha256.length, (await stat(file)).mode & 0o777]).toEqual([64, 0o400]);
      const copy = await store.copy(staged.key, `videos/${newId()}/original.mp4`, { ifMatch: staged.etag });
      kept.alsoServe(copy, staged);
      return copy;
    });
    await store.delete([staged.key, adopted.key]);
    expect([await text(staged), await text(adopted)]).toEqual(['a film', 'a film']);
    expect(await folders()).toHaveLength(1);
  });

  it('are never taken for what stands under their name by now', async () => {
    const before = await put(Buffer.from('before'));
    expect(await text(before)).toBe('before');
    const after = await put(Buffer.from('after!'), before.key);
    expect(await text(after)).toBe('after!');
  });

  it('are fetched again when somebody tidied up by hand', async () => {
    const source = await put(Buffer.from('a film'));
    await text(source);
    const [folder = ''] = await folders();
    await rm(path.join(await worker.get(TemporaryFolders).own(), folder), { recursive: true });
    expect(await text(source)).toBe('a film');
  });

  it('are fetched again after a failure that may be theirs', async () => {
    const source = await put(Buffer.from('a film'));
    const fail = () => Promise.reject(new PermanentFailure('DAMAGED', 'This is no film.'));
    await expect(kept.use(source, holding(atWork), fail)).rejects.toThrow('no film');
    expect(await isKept(source)).toBe(false);
  });

  it('are downloaded once for two that want them at the same time', async () => {
    const source = await put(Buffer.alloc(512 * KIB, 'x'));
    const use = () => kept.use(source, holding(atWork), ({ file }) => Promise.resolve(file));
    const [first, second] = await Promise.all([use(), use()]);
    expect(first).toBe(second);
  });

  it('are fetched by the second when the first breaks off, and the second may break off alone', async () => {
    const source = await put(Buffer.alloc(512 * KIB, 'x'));
    const [first, second] = [new AbortController(), new AbortController()];
    const begin = ({ signal }: AbortController) =>
      kept.use(source, holding(atWork, signal), ({ file }) => readFile(file));
    const both = [begin(first), begin(second)] as const;
    first.abort(new Error('called off'));
    await expect(both[0]).rejects.toThrow();
    expect((await both[1]).length).toBe(source.sizeBytes);
    second.abort(new Error('called off'));
    await expect(begin(second)).rejects.toThrow('called off');
    expect(await isKept(source)).toBe(true);
  });

  it('are no more than was allowed: those stay that came first', async () => {
    const [first, second] = [await sized(700), await sized(700)];
    await text(first);
    await text(second);
    expect([await isKept(second), await isKept(first)]).toEqual([false, true]);
  });

  it('go when their run has ended', async () => {
    const { runId, videoId } = await desk.begin([one('never', ['something that never comes'])]);
    await text(await sized(1), { runId, videoId });
    await text(await sized(1));
    await desk.repository.endRun(runId, { state: 'cancelled', error: null });
    await eventually('the one of the run that ended is gone', async () => (await folders()).length === 1);
  });

  it('go when their video is deleted', async () => {
    const { runId, videoId } = await desk.begin([one('nor', ['something that never comes'])]);
    await text(await sized(1), { runId, videoId });
    await worker.get(VideoRepository).tombstone(videoId, { keepsFiles: false });
    await eventually('it is gone', async () => (await folders()).length === 0);
    const id = await desk.idOfOnlyStep(runId);
    await worker.get(CancelRun).execute({ id, fence: 0, runId, videoId });
  });

  onSmallDisk('go before anything fails for want of room', async () => {
    const source = await sized(900);
    await text(source);
    await disk?.fillAllBut(3 * MIB);
    const room = await worker
      .get(TemporaryFolders)
      .during('step', () => folders(), { expectedBytes: 1.3 * MIB });
    expect(room).toHaveLength(1);
    const needy = worker.get(TemporaryFolders).during('step', () => folders(), { expectedBytes: 2 * MIB });
    expect(await needy).toEqual([]);
    await disk?.empty();
  });

  onSmallDisk('are not kept where as much would not fit once more', async () => {
    await disk?.fillAllBut(3.5 * MIB);
    await text(await sized(1000));
    expect(await folders()).toEqual([]);
    await disk?.empty();
  });

  it('go, all of them, when a program found the disk full', async () => {
    const [first, second] = [await sized(1), await sized(1)];
    await text(first);
    const fail = () => Promise.reject(new Hindrance('NO_SPACE', 'The disk is full.'));
    await expect(kept.use(second, holding(atWork), fail)).rejects.toThrow('full');
    expect(await folders()).toEqual([]);
  });
});
