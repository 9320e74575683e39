import { constants } from 'node:fs';
import { copyFile, link, open, rm, unlink, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error';
import { UnitOfWork } from '#kernel/unit-of-work';
import { BytesMissing, ObjectChanged, ObjectNotFound } from '../../domain/storage.errors';

import {
  ObjectStore,
  type FailedDeletion,
  type ListedObject,
  type ObjectFacts,
  type ReadOptions,
  type WriteOptions,
} from '../../ports/object-store';
import { pour } from '../pour';
import { asStorageError, codeOf, isMissing } from './disk-failure';
import { DiskFolder } from './disk-folder';
import { DiskFreeSpace } from './disk-free-space';
import { FileSink } from './file-sink';
import { listFiles } from './list-files';
import { OpenFile } from './open-file';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const FILE_MODE = 0o600;
/** Filesystems that know no hard links, or no more of them. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS', 'EXDEV']);

interface DiskWriteOptions extends WriteOptions {
  /** Called when there is room and nothing else is in the way: from then on bytes are read. */
  readonly whenReady?: () => void;
  /** Asked when all bytes are there and before they replace anything; a rejection keeps nothing. */
  readonly beforeKeeping?: () => Promise<unknown>;
}

@Injectable()
export class DiskObjectStore extends ObjectStore {
  readonly driver = 'disk';

  constructor(
    private readonly folder: DiskFolder,
    private readonly space: DiskFreeSpace,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async head(key: string): Promise<ObjectFacts | null> {
    const file = await this.openIfThere(key);
    if (file === null) return null;
    await file.close();
    return { key, sizeBytes: file.sizeBytes, etag: file.etag };
  }

  async read(key: string, { range, ifMatch, signal }: ReadOptions = {}): Promise<Readable> {
    const file = await this.openIfThere(key);
    if (file === null) throw ObjectNotFound();
    if (ifMatch !== undefined && ifMatch !== file.etag) {
      await file.close();
      throw ObjectChanged();
    }
    const bytes = file.bytes(range);
    signal?.addEventListener('abort', () => bytes.destroy());
    return bytes;
  }

  /** For those who need size, ETag and bytes of one and the same version. */
  async openIfThere(key: string): Promise<OpenFile | null> {
    this.unitOfWork.refuseSlowCall('The disk store');
    const file = this.folder.pathOf(key);
    try {
      await this.folder.refuseLinks(file);
      return await OpenFile.at(file);
    } catch (error) {
      if (isMissing(error) || isNotFound(error)) return null;
      throw error;
    }
  }

  async write(key: string, bytes: Readable, options: DiskWriteOptions): Promise<ObjectFacts> {
    this.unitOfWork.refuseSlowCall('The disk store');
    return this.writeFile(this.folder.pathOf(key), bytes, options).then((facts) => ({ key, ...facts }));
  }

  /** Writes beside, then lets the file appear under its name: a part of a multipart upload goes the same way. */
  async writeFile(
    file: string,
    bytes: Readable,
    options: Omit<DiskWriteOptions, 'contentType'>,
  ): Promise<{ sizeBytes: number; etag: string }> {
    const hold = await this.space.hold(options.expectedBytes ?? options.maxBytes);
    const incoming = await this.folder.newIncoming();
    try {
      options.whenReady?.();
      await fill(incoming, bytes, options);
      await options.beforeKeeping?.();
      await this.folder.keep(incoming, file);
      const { sizeBytes, etag } = await factsOf(file);
      return { sizeBytes, etag };
    } catch (error) {
      await rm(incoming, { force: true });
      throw asStorageError(error);
    } finally {
      hold.release();
    }
  }

  /** A second name for the same bytes where the disk can do that: adopting an original costs no room and no time. */
  async copy(from: string, to: string, { ifMatch }: { readonly ifMatch: string }): Promise<ObjectFacts> {
    this.unitOfWork.refuseSlowCall('The disk store');
    const [source, target] = [this.folder.pathOf(from), this.folder.pathOf(to)];
    const incoming = await this.folder.newIncoming();
    try {
      await this.folder.refuseLinks(source);
      await this.duplicate(source, incoming, ifMatch);
      await this.folder.keep(incoming, target);
    } catch (error) {
      throw asStorageError(error);
    } finally {
      // Renaming one name of a file to another name of it leaves both.
      await rm(incoming, { force: true });
    }
    return { key: to, ...(await factsOf(target)) };
  }

  async delete(keys: readonly string[]): Promise<readonly FailedDeletion[]> {
    this.unitOfWork.refuseSlowCall('The disk store');
    const failed: FailedDeletion[] = [];
    for (const key of keys) {
      await this.folder
        .removeFile(this.folder.pathOf(key))
        .catch((error: unknown) => failed.push({ key, reason: codeOf(error) || String(error) }));
    }
    return failed;
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    this.unitOfWork.refuseSlowCall('The disk store');
    yield* listFiles(this.folder.objects, prefix);
  }

  private async duplicate(source: string, incoming: string, ifMatch: string): Promise<void> {
    try {
      await link(source, incoming);
    } catch (error) {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      return this.copyBytes(source, incoming, ifMatch);
    }
    // Looked at under its new name, since the old one may have been given to other bytes in between.
    const { etag } = await factsOf(incoming);
    if (etag !== ifMatch) throw ObjectChanged();
  }

  private async copyBytes(source: string, incoming: string, ifMatch: string): Promise<void> {
    const before = await factsOf(source);
    if (before.etag !== ifMatch) throw ObjectChanged();
    const hold = await this.space.hold(before.sizeBytes);
    try {
      await copyFile(source, incoming, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await syncFile(incoming);
      if ((await factsOf(source)).etag !== ifMatch) throw ObjectChanged();
    } catch (error) {
      await unlink(incoming).catch(() => undefined);
      throw error;
    } finally {
      hold.release();
    }
  }
}

async function fill(
  incoming: string,
  bytes: Readable,
  { maxBytes, expectedBytes, signal }: Omit<WriteOptions, 'contentType'>,
): Promise<void> {
  const handle: FileHandle = await open(incoming, NEW_FILE, FILE_MODE);
  try {
    const sink = new FileSink(handle, maxBytes);
    await pour(bytes, sink, signal);
    if (expectedBytes !== undefined && sink.written !== expectedBytes) throw BytesMissing();
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function factsOf(file: string): Promise<{ sizeBytes: number; etag: string }> {
  const opened = await OpenFile.at(file);
  await opened.close();
  return { sizeBytes: opened.sizeBytes, etag: opened.etag };
}

function isNotFound(error: unknown): boolean {
  return error instanceof DomainError && error.code === ObjectNotFound.code;
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
