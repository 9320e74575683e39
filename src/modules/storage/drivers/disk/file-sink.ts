import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { TooManyBytes } from '../../domain/storage.errors';

/** So much may wait in memory for the disk: enough to write in large pieces, and the same for a file of any size. */
const WAITING_BYTES = 1024 * 1024;

/** What the disk has not written by then would all be waited for at the end, while nothing more comes in. */
const SYNCED_EVERY_BYTES = 32 * 1024 * 1024;

type Done = (error?: Error | null) => void;

/**
 * Bytes into an open file from its present end on, counted, and never one more than allowed. The disk is made to keep them while
 * more come in; the last of them, and the file's length, are synced by who opened the file. It stays open.
 */
export class FileSink extends Writable {
  written = 0;
  private unsynced = 0;
  private syncing: Promise<void> | null = null;

  constructor(
    private readonly file: FileHandle,
    private readonly maxBytes: number,
  ) {
    super({ highWaterMark: WAITING_BYTES });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.append([chunk], done);
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: Done): void {
    this.append(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  /** What a sync could not keep is told once, to this one: another would say that all is well. */
  override _final(done: Done): void {
    Promise.resolve(this.syncing).then(() => done(), done);
  }

  private append(chunks: Buffer[], done: Done): void {
    this.written += chunks.reduce((sum, { length }) => sum + length, 0);
    if (this.written > this.maxBytes) {
      done(TooManyBytes());
      return;
    }
    this.writeWhole(chunks)
      .then(() => this.keepUp())
      .then(() => done(), done);
  }

  /** No two at a time: where the disk is slower than the sender, it is the sender who waits. */
  private async keepUp(): Promise<void> {
    if (this.unsynced < SYNCED_EVERY_BYTES) return;
    await this.syncing;
    this.unsynced = 0;
    const syncing = this.file.datasync();
    // Told by whoever waits for it.
    syncing.catch(() => undefined);
    this.syncing = syncing;
  }

  /** A disk may take less than it was given. */
  private async writeWhole(chunks: Buffer[]): Promise<void> {
    let rest = chunks;
    while (rest.length > 0) {
      const { bytesWritten } = await this.file.writev(rest);
      this.unsynced += bytesWritten;
      rest = beyond(rest, bytesWritten);
    }
  }
}

function beyond(chunks: readonly Buffer[], bytes: number): Buffer[] {
  let skipped = bytes;
  const rest: Buffer[] = [];
  for (const chunk of chunks) {
    if (skipped < chunk.length) rest.push(chunk.subarray(skipped));
    skipped = Math.max(0, skipped - chunk.length);
  }
  return rest;
}
