import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isStorageKey } from '../../domain/storage-key';
import type { ListedObject } from '../../ports/object-store';
import { isMissing } from './disk-failure';

/** Files below a folder whose path from there begins with the prefix. Links and what was not named by us are passed over. */
export async function* listFiles(top: string, prefix: string): AsyncIterable<ListedObject> {
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (start !== '' && !isStorageKey(start.slice(0, -1))) return;
  for await (const file of filesBelow(path.join(top, start))) {
    const key = path.relative(top, file).split(path.sep).join('/');
    if (!key.startsWith(prefix) || !isStorageKey(key)) continue;
    const stats = await lstat(file).catch(unlessMissing);
    if (stats?.isFile() === true) yield { key, sizeBytes: stats.size, modifiedAt: stats.mtime };
  }
}

async function* filesBelow(folder: string): AsyncIterable<string> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(unlessMissing)) ?? [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(place);
    else if (entry.isFile()) yield place;
  }
}

/** What was listed may be deleted before it is looked at. */
function unlessMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
