import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ObjectNotFound } from '../../domain/storage.errors';
import type { ByteRange } from '../../ports/object-store';
import { asStorageError } from './disk-failure';

const PIECE_BYTES = 256 * 1024;
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file as it was when it was opened: its size, its ETag and its bytes are of one version, whatever replaces it. */
export class OpenFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly sizeBytes: number,
    readonly etag: string,
    readonly modifiedAt: Date,
  ) {}

  static async at(file: string): Promise<OpenFile> {
    try {
      const handle = await open(file, READ_ONLY);
      return await OpenFile.of(handle);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  private static async of(handle: FileHandle): Promise<OpenFile> {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) {
      await handle.close();
      throw ObjectNotFound();
    }
    return new OpenFile(handle, Number(stats.size), etagOf(stats), stats.mtime);
  }

  /** Closes the file when it ends or is destroyed. */
  bytes(range?: ByteRange): Readable {
    return this.handle.createReadStream({ highWaterMark: PIECE_BYTES, ...range });
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** Every write of ours is a new file: inode and time of writing tell versions apart, and nothing needs to be kept beside. */
export function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs].map((part) => part.toString(16)).join('-');
}
