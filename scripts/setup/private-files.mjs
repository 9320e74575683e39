import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export function writePrivateFile(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  fs.rmSync(partial, { force: true });
  fs.writeFileSync(partial, text, { mode: 0o600, flag: 'wx' });
  fs.renameSync(partial, file);
}

/** A random secret, made once and then always the same. */
export function keptSecret(file, bytes = 24) {
  try {
    const kept = fs.readFileSync(file, 'utf8').trim();
    if (kept) return kept;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(bytes).toString('base64url');
  writePrivateFile(file, `${secret}\n`);
  return secret;
}
