import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Every file below the given files and folders (those that exist), in a fixed order. */
export function filesBelow(root, entries) {
  return entries.flatMap((entry) => {
    const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false });
    if (!stat) return [];
    if (stat.isFile()) return [entry];
    const names = fs.readdirSync(path.join(root, entry)).sort();
    return filesBelow(
      root,
      names.map((name) => path.join(entry, name)),
    );
  });
}

export function contentHash(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Cheap enough to ask every second: notices that a file was written, not what is in it. */
export function changeMark(root, files) {
  return files
    .map((file) => {
      const stat = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
      return `${file}:${stat?.mtimeMs}:${stat?.size}`;
    })
    .join('\n');
}
