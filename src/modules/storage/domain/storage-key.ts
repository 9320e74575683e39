import { newId } from '#kernel/id';

/**
 * Names of stored objects are made by the service alone, out of ids and fixed words. The grammar is narrower than any
 * store demands: no case (some disks ignore it), nothing to escape in a URL, no segment that begins with a dot.
 */
const SEGMENT = '[a-z0-9_-][a-z0-9._-]{0,199}';
const KEY = new RegExp(`^${SEGMENT}(?:/${SEGMENT}){0,15}$`);
const LONGEST = 512;

/** Where bytes come in. A worker moves them from here once they are confirmed; until then these are the only ones. */
const STAGING_PREFIX = 'staging/';

export function isStorageKey(text: string): boolean {
  return text.length <= LONGEST && KEY.test(text) && !text.includes('..');
}

/** A defect, never a caller's fault: no input may have become part of a name. */
export function storageKey(...segments: readonly string[]): string {
  const key = segments.join('/');
  if (!isStorageKey(key)) throw new Error(`${JSON.stringify(key.slice(0, LONGEST))} is no storage key`);
  return key;
}

/** Never given twice, so that a late upload can only ever hit its own bytes. */
export function newStagingKey(): string {
  return storageKey(`${STAGING_PREFIX}${newId()}`);
}
