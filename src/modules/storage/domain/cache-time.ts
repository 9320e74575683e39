const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long a reader may keep an object without asking again. Names are never reused, so nothing goes stale; the times bound
 * how long a deleted video lingers in a browser. `no-transform`: compressing on the way would break ranges and lengths.
 */
export function cacheControlOf(key: string): string {
  if (key.startsWith('hls/')) return `private, max-age=${String(DAY)}, immutable, no-transform`;
  if (key.startsWith('thumbnails/')) return `private, max-age=${String(7 * DAY)}, no-transform`;
  return `private, max-age=${String(HOUR)}, no-transform`;
}
