import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Test, type TestingModule } from '@nestjs/testing';
import { UnitOfWork } from '#kernel/unit-of-work';
import { storageKey } from '#modules/storage';
import { DiskMultipartTransfers } from '../../../src/modules/storage/drivers/disk/disk-multipart-transfers';
import { DiskObjectStore } from '../../../src/modules/storage/drivers/disk/disk-object-store';
import { Leftovers } from '../../../src/modules/storage/ports/leftovers';
import { StorageDriversModule } from '../../../src/modules/storage/storage-drivers.module';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';
import { API_CONNECTION } from '#platform/database/database-options';
import { LoggingModule } from '#platform/logging/logging.module';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { configurationOf, quietLogger } from '../../support/running-app';
import { itKeepsObjects } from './object-store.contract';

describe('the disk driver', () => {
  let environment: TestEnvironment;
  let module: TestingModule;
  let store: DiskObjectStore;
  let multipart: DiskMultipartTransfers;
  let storage: string;

  beforeAll(async () => {
    environment = await createTestEnvironment({ STORAGE_RESERVE_MB: '0' });
    const imports = [
      ConfigModule.of(configurationOf(environment)),
      DatabaseModule.for(API_CONNECTION),
      LoggingModule.of(quietLogger()),
      StorageDriversModule,
    ];
    module = await Test.createTestingModule({ imports }).compile();
    store = module.get(DiskObjectStore);
    multipart = module.get(DiskMultipartTransfers);
    storage = path.join(environment.dataFolder, 'storage');
  });

  afterAll(async () => {
    expect(await namesIn('incoming')).toEqual([]);
    await module.close();
    await environment.remove();
  });

  itKeepsObjects(() => ({
    store,
    multipart,
    putPart: async ({ bytes, ...part }) => {
      const sizeBytes = bytes.length;
      const { etag } = await multipart.writePart({ ...part, sizeBytes }, stream(bytes));
      return `"${etag}"`;
    },
  }));

  it('refuses to work inside a transaction', async () => {
    const within = (work: () => Promise<unknown>) => module.get(UnitOfWork).run(work);
    await expect(within(() => store.head('staging/x'))).rejects.toThrow('was called inside a transaction');
    await expect(within(() => multipart.begin({ key: 'staging/x', contentType: '' }))).rejects.toThrow(
      'was called inside a transaction',
    );
  });

  it.each([
    '../secrets',
    'staging/../../secrets',
    '/etc/passwd',
    'staging//x',
    'staging/./x',
    'staging/.hidden',
    'staging/x\0.mp4',
    'staging/x y',
    'staging/X',
    'staging\\x',
    'staging/%2e%2e/x',
    'staging/ü',
    '',
    'a'.repeat(513),
  ])('does not touch a file for the name %j, which nobody here made', async (key) => {
    for (const use of [store.head(key), store.read(key), store.write(key, stream('x'), options(1))])
      await expect(use).rejects.toThrow('a name that the service did not make');
    expect(() => storageKey(key)).toThrow('is no storage key');
  });

  it('follows no symbolic link, neither as a file nor as a folder', async () => {
    const outside = path.join(environment.dataFolder, 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'secret.mp4'), 'secret');
    await mkdir(path.join(storage, 'objects', 'linked'), { recursive: true });
    await symlink(path.join(outside, 'secret.mp4'), path.join(storage, 'objects', 'linked', 'file.mp4'));
    await symlink(outside, path.join(storage, 'objects', 'folder'));

    expect(await store.head('linked/file.mp4')).toBeNull();
    await expect(store.head('folder/secret.mp4')).rejects.toThrow('symbolic link');
    await expect(store.read('folder/secret.mp4')).rejects.toThrow('symbolic link');
    await expect(store.write('folder/new.mp4', stream('x'), options(1))).rejects.toThrow('symbolic link');
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys.filter((key) => key.startsWith('folder') || key.startsWith('linked'))).toEqual([]);
    await store.write('linked/file.mp4', stream('new'), options(3));
    expect(await readFile(path.join(outside, 'secret.mp4'), 'utf8')).toBe('secret');
    expect(await readdir(outside)).toEqual(['secret.mp4']);
  });

  it('tells versions apart that have the same size and were written in the same moment', async () => {
    const etags = new Set<string>();
    for (let count = 0; count < 50; count += 1)
      etags.add((await store.write('versions/one', stream(randomBytes(8)), options(8))).etag);
    expect(etags.size).toBe(50);
  });

  it('goes on reading the version that was opened when another takes its name', async () => {
    await store.write('versions/two', stream(Buffer.alloc(2_000_000, 'a')), options(2_000_000));
    const reading = await store.read('versions/two');
    await store.write('versions/two', stream('b'), options(1));
    expect((await buffer(reading)).equals(Buffer.alloc(2_000_000, 'a'))).toBe(true);
  });

  it('asks once more before it lets bytes appear', async () => {
    const refused = store.write('asked/one', stream('x'), {
      ...options(1),
      beforeKeeping: () => Promise.reject(new Error('nobody wants them any more')),
    });
    await expect(refused).rejects.toThrow('nobody wants them any more');
    expect(await store.head('asked/one')).toBeNull();
  });

  it('leaves no empty folder behind, and makes it anew for the next object', async () => {
    await store.write('empty/a/b/c', stream('x'), options(1));
    await store.delete(['empty/a/b/c']);
    expect(await namesIn('objects')).not.toContain('empty');
    const rounds = Array.from({ length: 40 }, async (_, index) => {
      const key = `empty/a/b/${String(index)}`;
      await store.write(key, stream('x'), options(1));
      await store.delete([key]);
    });
    await Promise.all(rounds);
    expect(await namesIn('objects')).not.toContain('empty');
  });

  it('does not destroy the source of a write that fails: an answer may have to go out on its socket', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(randomBytes(100));
    await expect(store.write('source/one', source, options(10))).rejects.toThrow();
    expect(source.destroyed).toBe(false);
    source.destroy();
  });

  it('refuses to complete with a part that is replaced while it is being read', async () => {
    const upload = await multipart.begin({ key: 'parts/one', contentType: '' });
    const { etag } = await multipart.writePart({ ...upload, partNumber: 1, sizeBytes: 1 }, stream('a'));
    const file = path.join(storage, 'multipart', upload.uploadId, '1');
    await writeFile(`${file}.new`, 'b');
    await rename(`${file}.new`, file);
    await expect(multipart.complete(upload, [{ partNumber: 1, etag }])).rejects.toMatchObject({
      code: 'PART_MISMATCH',
    });
    await multipart.abort(upload);
  });

  it('removes files whose writer died, and no others', async () => {
    const dead = path.join(storage, 'incoming', 'dead');
    await writeFile(dead, 'half');
    await utimes(dead, new Date(0), new Date(0));
    expect(await module.get(Leftovers).remove(new Date(Date.now() - 60_000))).toBe(0);
    expect(await module.get(Leftovers).remove(new Date(Date.now() + 60_000))).toBe(1);
  });

  it('keeps files readable by its own account alone', async () => {
    await store.write('mode/one', stream('x'), options(1));
    const handle = await open(path.join(storage, 'objects/mode/one'), constants.O_RDONLY);
    expect((await handle.stat()).mode & 0o077).toBe(0);
    await handle.close();
  });

  const namesIn = (folder: string) => readdir(path.join(storage, folder)).catch(() => []);
  const options = (maxBytes: number) => ({ contentType: 'video/mp4', maxBytes });
});

function stream(bytes: Buffer | string): Readable {
  return Readable.from(Buffer.from(bytes), { objectMode: false });
}
