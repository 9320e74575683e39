import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '#kernel/id';
import { Injectable } from '@nestjs/common';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { fateOf, markOfProcess } from '#platform/process/process-mark';
import { isStorageKey } from '../../domain/storage-key';
import { isMissing } from './disk-failure';

/** Only the account that runs the service reads what users uploaded. */
const FOLDER_MODE = 0o700;
const ATTEMPTS = 20;
/** Between the mark of the process that writes a file and the rest of its name. */
const MARK_END = '.';

/**
 * Where the disk driver keeps what: `objects/<key>`, `multipart/<upload>/`, and `incoming/` for files that are being written,
 * all on one filesystem, so that a rename makes a file appear whole.
 */
@Injectable()
export class DiskFolder {
  readonly root: string;

  constructor(config: RuntimeConfig) {
    this.root = path.resolve(config.dataDirectory, 'storage');
  }

  get objects(): string {
    return path.join(this.root, 'objects');
  }

  get multipart(): string {
    return path.join(this.root, 'multipart');
  }

  get incoming(): string {
    return path.join(this.root, 'incoming');
  }

  /** The grammar alone makes this safe; the comparison, with its separator, holds should the grammar ever be widened. */
  pathOf(key: string): string {
    if (!isStorageKey(key)) throw new Error('a name that the service did not make reached the disk');
    const file = path.resolve(this.objects, key);
    if (!file.startsWith(this.objects + path.sep)) throw new Error('a key points out of its folder');
    return file;
  }

  /** A name that nobody else has, and that says who writes; the file is not there yet. */
  async newIncoming(): Promise<string> {
    await this.make(this.incoming);
    return path.join(this.incoming, `${markOfProcess(process.pid) ?? ''}${MARK_END}${newId()}`);
  }

  /** Nothing below the folder may be a link: a folder swapped for one would lead a key anywhere. */
  async refuseLinks(file: string): Promise<void> {
    const folder = path.dirname(file);
    const expected = path.join(await realpath(this.root), path.relative(this.root, folder));
    if ((await realpath(folder)) !== expected) throw new Error('a folder of the store is a symbolic link');
  }

  /** Lets a finished file appear under its name, for good: also after the power fails. */
  async keep(incoming: string, file: string): Promise<void> {
    await this.insideFolderOf(file, () => rename(incoming, file));
    await syncFolder(path.dirname(file));
  }

  /** Somebody may be clearing empty folders away at this very moment. */
  async insideFolderOf<T>(file: string, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.make(path.dirname(file));
        await this.refuseLinks(file);
        return await work();
      } catch (error) {
        if (!isMissing(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async make(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = path.dirname(made))
      await syncFolder(path.dirname(made));
  }

  /** Removes a file, and the folders above it that became empty. */
  async removeFile(file: string): Promise<void> {
    await unlink(file).catch(unlessMissing);
    const top = this.objects;
    for (let folder = path.dirname(file); folder.startsWith(top + path.sep); folder = path.dirname(folder)) {
      const isEmpty = await rmdir(folder).then(
        () => true,
        () => false,
      );
      if (!isEmpty) return;
    }
  }

  /** Files whose writer died. Where that cannot be seen from here: whoever still writes touches its file every few seconds. */
  async removeAbandoned(idleSince: Date): Promise<number> {
    const names = await readdir(this.incoming).catch(noNames);
    let removed = 0;
    for (const name of names) {
      const file = path.join(this.incoming, name);
      if (!isOfTheDead(name) && !(await isIdle(file, idleSince))) continue;
      await rm(file, { force: true });
      removed += 1;
    }
    return removed;
  }

  /** The nearest folder above that exists: free space can be asked of it before anything was stored. */
  async existing(): Promise<string> {
    for (let folder = this.root; ; folder = path.dirname(folder)) {
      const isThere = await stat(folder).then(
        () => true,
        () => false,
      );
      if (isThere || folder === path.dirname(folder)) return folder;
    }
  }
}

/** A new name in a folder is lost with the power until the folder itself was written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isOfTheDead(name: string): boolean {
  const [mark = ''] = name.split(MARK_END);
  return fateOf(mark) === 'dead';
}

async function isIdle(file: string, since: Date): Promise<boolean> {
  const { ctime } = await lstat(file).catch(() => ({ ctime: null }));
  return ctime !== null && ctime < since;
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function noNames(error: unknown): string[] {
  unlessMissing(error);
  return [];
}
