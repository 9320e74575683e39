import { mkdtemp, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileSink } from '../../../src/modules/storage/drivers/disk/file-sink';

const MIB = 1024 * 1024;

describe('bytes on their way to the disk', () => {
  let folder: string;
  let handle: FileHandle;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'framegate-sink-'));
    file = path.join(folder, 'film.mp4');
    handle = await open(file, 'w');
  });

  afterEach(async () => {
    await handle.close();
    await rm(folder, { recursive: true });
  });

  const film = (mebibytes: number) =>
    Readable.from(
      (function* () {
        for (let count = 0; count < mebibytes; count += 1) yield Buffer.alloc(MIB, count);
      })(),
    );

  /** A real file, of which it is known when it was synced, or whose syncs fail. */
  const watched = (failure: Error | null = null) => {
    const syncs = { begun: 0, running: 0, most: 0, atByte: [] as number[] };
    const datasync = async (): Promise<void> => {
      syncs.begun += 1;
      syncs.running += 1;
      syncs.most = Math.max(syncs.most, syncs.running);
      syncs.atByte.push((await handle.stat()).size);
      await handle.datasync();
      syncs.running -= 1;
      if (failure !== null) throw failure;
    };
    const writev = handle.writev.bind(handle);
    return { syncs, handle: { writev, datasync } as unknown as FileHandle };
  };

  it('are kept while others come in, one sync at a time', async () => {
    const { syncs, handle: seen } = watched();
    await pipeline(film(100), new FileSink(seen, 100 * MIB));
    expect((await stat(file)).size).toBe(100 * MIB);
    expect(syncs).toMatchObject({ begun: 3, running: 0, most: 1 });
    expect(Math.max(...syncs.atByte)).toBeLessThanOrEqual(100 * MIB);
    expect(Math.min(...syncs.atByte)).toBeLessThan(64 * MIB);
  });

  it('are not synced twice where they are few', async () => {
    const { syncs, handle: seen } = watched();
    await pipeline(film(4), new FileSink(seen, 4 * MIB));
    expect(syncs.begun).toBe(0);
  });

  it.each([33, 100])(
    'are not said to be kept when a disk could not keep them (%d MiB)',
    async (mebibytes) => {
      const { handle: seen } = watched(Object.assign(new Error('EIO'), { code: 'EIO' }));
      await expect(pipeline(film(mebibytes), new FileSink(seen, 100 * MIB))).rejects.toMatchObject({
        code: 'EIO',
      });
    },
  );

  it('are never more than allowed', async () => {
    await expect(pipeline(film(5), new FileSink(handle, 4 * MIB))).rejects.toMatchObject({
      code: 'TOO_MANY_BYTES',
    });
    expect((await stat(file)).size).toBeLessThanOrEqual(4 * MIB);
  });
});
