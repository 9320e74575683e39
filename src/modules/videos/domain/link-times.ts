import type { VideoView } from './video-view';

export interface LinkTimes {
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Times that are the same for a while, so that a link stays the same and browsers keep what it leads to; but never from before
 * the last revocation, since such a link would open nothing.
 */
export function linkTimesOf(
  { playbackRevokedAt }: Pick<VideoView, 'playbackRevokedAt'>,
  { now, steadyMs, lastingMs }: { readonly now: Date; readonly steadyMs: number; readonly lastingMs: number },
): LinkTimes {
  const steady = Math.floor(now.getTime() / steadyMs) * steadyMs;
  return {
    signedAt: new Date(Math.max(steady, playbackRevokedAt?.getTime() ?? 0)),
    expiresAt: new Date(steady + lastingMs),
  };
}
