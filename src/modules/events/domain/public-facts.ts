/**
 * What is told of which fact, to everybody who may see the video. A fact that is not here is nobody's business but ours, and
 * so is every detail that is not named.
 */
const TOLD_OF: Readonly<Partial<Record<string, readonly string[]>>> = {
  'video.uploaded': ['size_bytes'],
  'video.completed': ['version'],
  'video.failed': ['step', 'error_code'],
  'video.retried': ['step'],
  'video.reprocess_requested': ['version'],
  'video.cancelled': [],
  'video.edited': ['fields'],
  'video.deleted': [],
  'video.restored': [],
  'video.playback_revoked': [],
};

export const EVENT_TYPES: readonly string[] = Object.keys(TOLD_OF);

type Data = Readonly<Record<string, unknown>>;

export function toldOf(type: string, data: Data): Data | null {
  const details = TOLD_OF[type];
  if (details === undefined) return null;
  return Object.fromEntries(details.flatMap((name) => (name in data ? [[name, data[name]]] : [])));
}
