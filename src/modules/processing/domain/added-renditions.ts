/** What a list of renditions needs to know of each to place it. */
interface Placed {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** As they are planned: the largest first, and of one size first what every player takes, which has the shortest name. */
export function withAdded<Rendition extends Placed>(
  standing: readonly Rendition[],
  added: readonly Rendition[],
): readonly Rendition[] {
  const names = new Set(added.map(({ name }) => name));
  return [...standing.filter(({ name }) => !names.has(name)), ...added].sort(
    (one, other) => shortSide(other) - shortSide(one) || one.name.length - other.name.length,
  );
}

function shortSide({ width, height }: Placed): number {
  return Math.min(width, height);
}

const MISSING = /^missing_outputs: (.+) could not be made\.$/;

/** For owners. Null when nothing is missing. */
export function missingOutputs(names: readonly string[]): string | null {
  return names.length === 0 ? null : `missing_outputs: ${names.join(', ')} could not be made.`;
}

/** What is still worth knowing when some of what was missing is there. */
export function warningsAfter(warnings: readonly string[], added: readonly string[]): readonly string[] {
  return warnings.flatMap((warning) => {
    const [, names] = MISSING.exec(warning) ?? [];
    if (names === undefined) return [warning];
    const left = missingOutputs(names.split(', ').filter((name) => !added.includes(name)));
    return left === null ? [] : [left];
  });
}
