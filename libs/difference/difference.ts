type Picture = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly before: Picture;
  readonly after: Picture;
}

/** The members in which two pictures of one thing differ; null when they are the same. */
export function differenceOf(before: Picture, after: Picture): Difference | null {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return { before: only(names, before), after: only(names, after) };
}

function only(names: readonly string[], picture: Picture): Picture {
  return Object.fromEntries(names.map((name) => [name, picture[name]]));
}
