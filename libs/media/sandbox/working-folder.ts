import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { openRegularFile } from '../input/regular-file';

/**
 * What the input is called inside a working folder. The program is never told another name, so no name that came from
 * outside is ever an argument, and nothing that a file mentions by a relative path lies beside it.
 */
export const INPUT_NAME = 'input';

/** A folder that only this work knows, gone when the work is done, however it ended. */
export async function inWorkingFolder<T>(
  temporaryFolder: string,
  inputPath: string | null,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(temporaryFolder, 'media-'));
  try {
    if (inputPath !== null) await linkInput(folder, inputPath);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A folder in a working folder, with the same input, for a run whose outputs have the names of another's. */
export async function folderWithin(folder: string, name: string): Promise<string> {
  const inner = path.join(folder, name);
  await mkdir(inner);
  await symlink(path.join('..', INPUT_NAME), path.join(inner, INPUT_NAME));
  return inner;
}

/** What a run left, before the next one in the same folder: both together may be more than the disk has. */
export async function clearOutputs(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name !== INPUT_NAME);
  await Promise.all(left.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}

async function linkInput(folder: string, inputPath: string): Promise<void> {
  const target = path.resolve(inputPath);
  await (await openRegularFile(target)).close();
  await symlink(target, path.join(folder, INPUT_NAME));
}
