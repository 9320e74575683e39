import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Test, type TestingModule } from '@nestjs/testing';
import { FreeSpace, ObjectStore } from '#modules/storage';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';
import { API_CONNECTION } from '#platform/database/database-options';
import { StorageDriversModule } from '../../../src/modules/storage/storage-drivers.module';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { configurationOf } from '../../support/running-app';

const MIB = 1024 * 1024;
const DISK_MIB = 16;

/** A disk of 16 MiB, where the account that runs the tests may make one. */
const disk = mkdtempSync(path.join(tmpdir(), 'framegate-disk-'));
const mounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(DISK_MIB)}m`, 'tmpfs', disk]).status === 0;

if (!mounted) it.skip('a full disk: this account may not mount a small one', () => undefined);

(mounted ? describe : describe.skip)('a disk that is nearly full', () => {
  let environment: TestEnvironment;
  let module: TestingModule;
  let store: ObjectStore;

  beforeAll(async () => {
    environment = await createTestEnvironment({ FRAMEGATE_DATA_DIR: disk, STORAGE_RESERVE_MB: '4' });
    const imports = [
      ConfigModule.of(configurationOf(environment)),
      DatabaseModule.for(API_CONNECTION),
      StorageDriversModule,
    ];
    module = await Test.createTestingModule({ imports }).compile();
    store = module.get(ObjectStore);
    await mkdir(path.join(disk, 'others'));
  });

  afterAll(async () => {
    await module.close();
    spawnSync('umount', [disk]);
    await rm(disk, { recursive: true, force: true });
    await environment.remove();
  });

  afterEach(() => rm(path.join(disk, 'others/fill'), { force: true }));

  const full = { code: 'STORAGE_FULL' };
  const write = (bytes: Readable, sizeBytes: number) =>
    store.write('staging/one', bytes, {
      contentType: 'video/mp4',
      maxBytes: sizeBytes,
      expectedBytes: sizeBytes,
    });
  const fill = (mebibytes: number) =>
    writeFile(path.join(disk, 'others/fill'), Buffer.alloc(mebibytes * MIB));

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
    await fill(14);
    for (let count = 1; count < 10; count += 1) source.push(Buffer.alloc(MIB));
    source.push(null);
    await expect(writing).rejects.toMatchObject(full);
    expect(await readdir(path.join(disk, 'storage/incoming'))).toEqual([]);
    await rm(path.join(disk, 'others/fill'));
    expect(await write(Readable.from([Buffer.alloc(MIB)]), MIB)).toMatchObject({ sizeBytes: MIB });
  });

  it('still reads and deletes', async () => {
    await fill(14);
    expect(await store.head('staging/one')).toMatchObject({ sizeBytes: MIB });
    expect(await store.delete(['staging/one'])).toEqual([]);
  });
});
