import fs from 'node:fs';
import path from 'node:path';

const ROTATED_ABOVE_BYTES = 20 * 1024 * 1024;

export function logFile(dataFolder, name) {
  return path.join(dataFolder, 'logs', `${name}.log`);
}

/** One older file is kept. Only for a log that nobody is writing to: before its process is started. */
export function rotateLog(file, limit = ROTATED_ABOVE_BYTES) {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= limit) return false;
  fs.renameSync(file, `${file}.1`);
  return true;
}

/**
 * The children write to the file themselves: their log survives us, and they never wait for us or break on a lost pipe
 * when we are killed.
 */
export function openLog(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  rotateLog(file);
  return fs.openSync(file, 'a', 0o600);
}
