import { mkdir, mkdtemp, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RuntimeConfig } from '../config/runtime.config';
import { Logger } from '../logging/logger';
import { NoTemporarySpace } from './process.errors';
import { fateOf, isProcessMark, markOfProcess } from './process-mark';

const SIGN_OF_LIFE_EVERY_MS = 60_000;
/** For processes that cannot be looked at from here: far more signs of life than one are missing by then. */
const SILENCE_OF_THE_DEAD_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 3_600_000;
/** For what is made beside a file while it is worked on; a small disk would otherwise be all reserve. */
const SPARE_BYTES = 256 * 1024 * 1024;
const MOST_OF_A_DISK = 0.1;
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/**
 * The one place for files that are of no use to anybody once their work is over. Each process has a folder of its own, named
 * by its mark, so that whatever it leaves when it is killed can be told from what is in use, and is removed.
 */
@Injectable()
export class TemporaryFolders implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly root: string;
  private readonly mine: string;
  private isInUse = false;
  private readonly dispensable: (() => Promise<void>)[] = [];
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    config: RuntimeConfig,
    private readonly logger: Logger,
  ) {
    this.root = config.temporaryFolder;
    this.mine = path.join(this.root, markOfProcess(process.pid) ?? 'unknown');
  }

  /** The folder of this process, for libraries that make their own below it. */
  async own(): Promise<string> {
    this.isInUse = true;
    // Again each time: somebody may tidy up by hand while we run.
    await mkdir(this.mine, { recursive: true, mode: 0o700 });
    return this.mine;
  }

  /** Beside what is kept free in any case. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    return hasRoom(await this.own(), bytes);
  }

  /** Called when there is too little room: for who keeps files only to save time. */
  onShortage(giveUp: () => Promise<void>): void {
    this.dispensable.push(giveUp);
  }

  /**
   * A folder for one piece of work, gone afterwards whatever happens. `purpose` is for who looks at the disk. A disk without
   * room for the bytes that are expected is found full before the first of them is written.
   */
  async during<T>(
    purpose: string,
    work: (folder: string) => Promise<T>,
    { expectedBytes = 0 }: { readonly expectedBytes?: number } = {},
  ): Promise<T> {
    let folder: string | null = null;
    try {
      folder = await mkdtemp(path.join(await this.own(), `${purpose}-`));
      await this.makeRoom(folder, expectedBytes);
      return await work(folder);
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.giveUpDispensable();
      throw NoTemporarySpace(undefined, { cause: error });
    } finally {
      if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  /** Every process does it, since each may be the only one on its machine; two at once do no harm. */
  async removeDead(): Promise<number> {
    let removed = 0;
    for (const name of await this.neighbours()) {
      const folder = path.join(this.root, name);
      if (!(await isDead(folder))) continue;
      try {
        await rm(folder, { recursive: true, force: true });
        removed += 1;
      } catch (err) {
        this.logger.warn({ err }, 'temporary files of a dead process could not be removed');
      }
    }
    if (removed > 0) this.logger.info({ folders: removed }, 'temporary files of dead processes removed');
    return removed;
  }

  onApplicationBootstrap(): void {
    this.every(SWEEP_EVERY_MS, () => this.removeDead());
    this.every(SIGN_OF_LIFE_EVERY_MS, () => this.giveSignOfLife());
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    if (this.isInUse) await rm(this.mine, { recursive: true, force: true });
  }

  private async makeRoom(folder: string, expectedBytes: number): Promise<void> {
    if (await hasRoom(folder, expectedBytes)) return;
    await this.giveUpDispensable();
    if (!(await hasRoom(folder, expectedBytes))) throw NoTemporarySpace();
  }

  private async giveUpDispensable(): Promise<void> {
    for (const giveUp of this.dispensable) await giveUp();
  }

  private async neighbours(): Promise<readonly string[]> {
    const names = await readdir(this.root).catch(() => []);
    return names.filter((name) => isProcessMark(name) && path.join(this.root, name) !== this.mine);
  }

  private async giveSignOfLife(): Promise<void> {
    if (!this.isInUse) return;
    const now = new Date();
    await utimes(await this.own(), now, now);
  }

  private every(milliseconds: number, work: () => Promise<unknown>): void {
    const turn = (): void => {
      work().catch((err: unknown) => this.logger.warn({ err }, 'temporary files could not be looked after'));
    };
    turn();
    this.timers.push(setInterval(turn, milliseconds).unref());
  }
}

async function isDead(folder: string): Promise<boolean> {
  const fate = fateOf(path.basename(folder));
  if (fate !== 'unknown') return fate === 'dead';
  const lastSign = await stat(folder).catch(() => null);
  return lastSign !== null && lastSign.mtimeMs < Date.now() - SILENCE_OF_THE_DEAD_MS;
}

async function hasRoom(folder: string, expectedBytes: number): Promise<boolean> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const spareBytes = Math.min(SPARE_BYTES, blocks * bsize * MOST_OF_A_DISK);
  return bavail * bsize - expectedBytes >= spareBytes;
}

function isFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && FULL.includes(Reflect.get(error, 'code'));
}
