import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MIB = 1024 * 1024;
/** What others write between a look and the filling leaves too little room for it. */
const MOST_TRIES = 50;
const TAKEN_EVERY_MS = 50;

/** A disk of a few MiB, where the account that runs the tests may make one: that is root on Linux. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Null where it is not allowed. */
  static mount(mebibytes: number): SmallDisk | null {
    const folder = mkdtempSync(path.join(tmpdir(), 'framegate-disk-'));
    const { status } = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${String(mebibytes)}m`,
      'tmpfs',
      folder,
    ]);
    if (status === 0) return new SmallDisk(folder);
    rmSync(folder, { recursive: true });
    return null;
  }

  /** Somebody else's file takes all but so much; a file of an earlier filling is replaced. */
  async fillAllBut(bytes: number): Promise<void> {
    await this.empty();
    for (let tries = 0; tries < MOST_TRIES; tries += 1) if (this.takeAllBut(bytes)) return;
    throw new Error(`${this.folder} cannot be filled`);
  }

  /** Somebody else's file takes whatever becomes free, until the work is done. */
  async whileFull<T>(work: () => Promise<T>): Promise<T> {
    await this.fillAllBut(0);
    const timer = setInterval(() => this.takeAllBut(0), TAKEN_EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  async fill(mebibytes: number): Promise<void> {
    await writeFile(this.other, Buffer.alloc(mebibytes * MIB));
  }

  async empty(): Promise<void> {
    await rm(this.other, { force: true });
  }

  async unmount(): Promise<void> {
    spawnSync('umount', [this.folder]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** At once, since whoever writes here meanwhile would otherwise be done before it is full; false when they were faster. */
  private takeAllBut(bytes: number): boolean {
    const { bavail, bsize } = statfsSync(this.folder);
    const room = bavail * bsize - bytes;
    const taken = statSync(this.other, { throwIfNoEntry: false })?.size ?? 0;
    return room <= 0 || spawnSync('fallocate', ['--length', String(taken + room), this.other]).status === 0;
  }

  private get other(): string {
    return path.join(this.folder, 'somebody-elses-file');
  }
}
