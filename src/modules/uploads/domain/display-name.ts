const LONGEST = 255;
/** Control characters, and those that turn the direction of what follows: a name must look like what it is. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A user's file name as text to show. It is never part of a path or of a command. */
export function displayName(filename: string): string {
  const last = filename.replace(INVISIBLE, '').split(/[\\/]/).at(-1)?.trim() ?? '';
  return [...last].slice(-LONGEST).join('');
}

/** What a video is called when nobody said. */
export function titleOf(filename: string): string {
  const name = displayName(filename);
  const end = name.lastIndexOf('.');
  return (end > 0 ? name.slice(0, end) : name) || 'Untitled';
}
