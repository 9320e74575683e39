import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Test, type TestingModule } from '@nestjs/testing';
import { FreeSpace, ObjectStore } from '#modules/storage';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';
import { API_CONNECTION } from '#platform/database/database-options';
import { LoggingModule } from '#platform/logging/logging.module';
import { StorageDriversModule } from '../../../src/modules/storage/storage-drivers.module';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { configurationOf, quietLogger } from '../../support/running-app';
import { SmallDisk } from '../../support/small-disk';

const MIB = 1024 * 1024;
const DISK_MIB = 16;

const disk = SmallDisk.mount(DISK_MIB);

if (disk === null) it.skip('a full disk: this account may not mount a small one', () => undefined);

(disk === null ? describe.skip : describe)('a disk that is nearly full', () => {
  const folder = disk?.folder ?? '';
  let environment: TestEnvironment;
  let module: TestingModule;
  let store: ObjectStore;

  beforeAll(async () => {
    environment = await createTestEnvironment({ FRAMEGATE_DATA_DIR: folder, STORAGE_RESERVE_MB: '4' });
    const imports = [
      ConfigModule.of(configurationOf(environment)),
      DatabaseModule.for(API_CONNECTION),
      LoggingModule.of(quietLogger()),
      StorageDriversModule,
    ];
    module = await Test.createTestingModule({ imports }).compile();
    store = module.get(ObjectStore);
  });

  afterAll(async () => {
    await module.close();
    await disk?.unmount();
    await environment.remove();
  });

  afterEach(() => disk?.empty());

  const full = { code: 'STORAGE_FULL' };
  const write = (bytes: Readable, sizeBytes: number) =>
    store.write('staging/one', bytes, {
      contentType: 'video/mp4',
      maxBytes: sizeBytes,
      expectedBytes: sizeBytes,
    });
  it('takes nothing that would touch the reserve, and does not read a byte of it', async () => {
    let reads = 0;
    const untouched = new Readable({ read: () => (reads += 1) });
    await expect(write(untouched, 13 * MIB)).rejects.toMatchObject(full);
    expect(reads).toBe(0);
  });

  it('counts what others are writing', async () => {
    const space = module.get(FreeSpace);
    const holds = [await space.hold(5 * MIB), await space.hold(5 * MIB)];
    await expect(space.hold(5 * MIB)).rejects.toMatchObject(full);
    for (const hold of holds) hold.release();
    holds[0]?.release();
    (await space.hold(10 * MIB)).release();
    await expect(space.hold(13 * MIB)).rejects.toMatchObject(full);
  });

  it('removes what it has when the disk fills up in the middle, and goes on when there is room again', async () => {
    const source = new Readable({ read: () => undefined });
    const writing = write(source, 10 * MIB);
    source.push(Buffer.alloc(MIB));
    await disk?.fill(14);
    for (let count = 1; count < 10; count += 1) source.push(Buffer.alloc(MIB));
    source.push(null);
    await expect(writing).rejects.toMatchObject(full);
    expect(await readdir(path.join(folder, 'storage/incoming'))).toEqual([]);
    await disk?.empty();
    expect(await write(Readable.from([Buffer.alloc(MIB)]), MIB)).toMatchObject({ sizeBytes: MIB });
  });

  it('still reads and deletes', async () => {
    await disk?.fill(14);
    expect(await store.head('staging/one')).toMatchObject({ sizeBytes: MIB });
    expect(await store.delete(['staging/one'])).toEqual([]);
  });
});
