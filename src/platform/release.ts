import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version in package.json, which stands two folders above the built sources and one above the written ones. */
export const RELEASE = readVersion(__dirname);

function readVersion(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      name?: string;
      version?: string;
    };
    if (name === 'framegate' && version !== undefined) return version;
  } catch {
    // not in this folder
  }
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json of framegate was not found');
  return readVersion(parent);
}
