import { open } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { LocalFiles, StorageFull } from '#modules/storage';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { ProbeFiles, type ProbeFile } from '../ports/probe-file';

const DISK_IS_FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Where the store's own file can be read, a second one would cost as much writing again; elsewhere it is temporary. */
@Injectable()
export class ProbeFileBesideStore extends ProbeFiles {
  constructor(
    private readonly localFiles: LocalFiles,
    private readonly folders: TemporaryFolders,
  ) {
    super();
  }

  during<T>(key: string, work: (file: ProbeFile) => Promise<T>): Promise<T> {
    const stored = this.localFiles.pathOf(key);
    if (stored !== null) return work(asStored(stored));
    return this.folders.during('upload', (folder) => inFile(path.join(folder, 'upload'), work));
  }
}

function asStored(file: string): ProbeFile {
  return { path: file, keep: () => undefined, close: () => Promise.resolve() };
}

async function inFile<T>(file: string, work: (file: ProbeFile) => Promise<T>): Promise<T> {
  const handle = await open(file, 'wx', 0o600);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  const keep = async (piece: Buffer): Promise<void> => {
    try {
      await handle.appendFile(piece);
    } catch (error) {
      throw DISK_IS_FULL.has(codeOf(error)) ? StorageFull(undefined, { cause: error }) : error;
    }
  };
  try {
    return await work({ path: file, keep, close });
  } finally {
    await close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
