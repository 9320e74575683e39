const OUR_TAG = /^"e(\d{1,9})\.s\d{1,9}"$/;

/** The edits that a caller has seen, of what its If-Match names; null when it matches whatever there is. */
export function editsIn(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  return ifMatch.split(',').flatMap((tag) => {
    const [, edit] = OUR_TAG.exec(tag.trim()) ?? [];
    return edit === undefined ? [] : [Number(edit)];
  });
}
