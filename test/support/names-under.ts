import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Relative names of everything beneath a folder that others are at work in. Node's own recursive reading
 * fails when a folder goes away between being named and being read; here it only counts as gone.
 */
export const namesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ofGoneFolder);
  const beneath = await Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory()
        ? (await namesUnder(path.join(folder, entry.name))).map((name) => path.join(entry.name, name))
        : [],
    ),
  );
  return [...entries.map(({ name }) => name), ...beneath.flat()];
};

const ofGoneFolder = (error: NodeJS.ErrnoException): [] => {
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
};
