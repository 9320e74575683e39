export interface ToolVersion {
  readonly text: string;
  /** Null for builds that are named after a commit. */
  readonly major: number | null;
  readonly minor: number | null;
}

const TEXT_LIMIT = 100;

export function readVersion(output: string): ToolVersion | null {
  const text = /^ff(?:mpeg|probe) version (\S+)/m.exec(output)?.[1]?.slice(0, TEXT_LIMIT);
  if (text === undefined) return null;
  const release = /^n?(\d+)\.(\d+)/.exec(text);
  return {
    text,
    major: release ? Number(release[1]) : null,
    minor: release ? Number(release[2]) : null,
  };
}

/** A build named after a commit comes from the line of development, which is ahead of every release. */
export function isAtLeast(version: ToolVersion, floor: { major: number; minor: number }): boolean {
  if (version.major === null || version.minor === null) return true;
  return version.major > floor.major || (version.major === floor.major && version.minor >= floor.minor);
}

const FLAGS = /^(?:[A-Z.|]{1,6}|d)$/;

/** Names out of `-decoders`, `-filters` and the like: flags, a name (or several with commas), a description. */
export function readListing(output: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of output.split('\n')) {
    if (!line.startsWith(' ')) continue;
    const [flags = '', ...words] = line.trim().split(/\s+/);
    const name = words.find((word) => !FLAGS.test(word));
    // The legend above the list explains flags by "=".
    if (!FLAGS.test(flags) || name === undefined || name === '=') continue;
    for (const one of name.split(',')) names.add(one);
  }
  return names;
}
