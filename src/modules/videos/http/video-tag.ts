import { createHash } from 'node:crypto';
import type { Named, VideoView } from '../domain/video-view';

const OUR_TAG = /^"e(\d{1,9})\.s\d{1,9}(?:\.p[0-9a-f]{8})?"$/;

/** `e` is what If-Match speaks of; `s` rises with everything else of the video; `p` is what its camera is called, which the mall may change. */
export function tagOf({
  editVersion,
  stateVersion,
  pinName,
}: Pick<Named<VideoView>, 'editVersion' | 'stateVersion' | 'pinName'>): string {
  const versions = `e${String(editVersion)}.s${String(stateVersion)}`;
  return pinName === null ? `"${versions}"` : `"${versions}.p${shortHash(pinName)}"`;
}

/** The edits that a caller has seen, of what its If-Match names; null when it matches whatever there is. */
export function editsIn(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  return ifMatch.split(',').flatMap((tag) => {
    const [, edit] = OUR_TAG.exec(tag.trim()) ?? [];
    return edit === undefined ? [] : [Number(edit)];
  });
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
