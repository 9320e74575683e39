import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fs.realpathSync(
  path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..'),
);

// Binaries differ by platform, and a checkout may be mounted into a container of another one.
export const toolsFolder = path.join(projectRoot, '.tools', `${process.platform}-${process.arch}`);

export const cacheFolder = path.join(projectRoot, '.cache');

export function dataFolderOf(env) {
  return path.resolve(projectRoot, env.FRAMEGATE_DATA_DIR || 'data');
}

/**
 * Where root keeps what another account must reach when the project's own folder is closed to it (a clone in /root).
 * Not a temporary folder: those are swept by age, and this may hold a database.
 */
export function openFolderOf(folder) {
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return path.join('/var/lib/framegate', key);
}

/** Makes a folder; every account may pass through what was made, whatever the umask of root is. */
export function makePassable(folder) {
  const missing = [];
  for (let each = folder; !fs.existsSync(each); each = path.dirname(each)) missing.unshift(each);
  for (const each of missing) {
    fs.mkdirSync(each);
    fs.chmodSync(each, 0o755);
  }
}
