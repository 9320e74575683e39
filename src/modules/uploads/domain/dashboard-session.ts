import type { Id, UserId, VideoId } from '#kernel/id';
import type { Place } from '#kernel/place';

export type DashboardSessionId = Id<'dashboard session'>;

/** A visit at the dashboard: for an hour it takes one file, however many tries that needs. */
export interface DashboardSession {
  readonly id: DashboardSessionId;
  readonly ownerId: UserId;
  readonly state: DashboardState;
  /** As it was allowed when the session was opened; asked again for each file. */
  readonly place: Place;
  readonly recordedAt: Date | null;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
  /** Counts the bodies that were begun; whoever sends an earlier one has lost the session. */
  readonly attempt: number;
  /** A body is on its way. */
  readonly isReceiving: boolean;
  /** Of the file that has arrived. */
  readonly percent: number;
  /** What the present attempt opened, or what came of the session. */
  readonly videoId: VideoId | null;
}

export type DashboardState = 'active' | 'used' | 'cancelled';

/** What may become of a session. The statements of the repository are made from this table. */
export const DASHBOARD_TRANSITIONS = {
  use: { from: 'active', to: 'used' },
  cancel: { from: 'active', to: 'cancelled' },
} as const satisfies Record<string, { from: DashboardState; to: DashboardState }>;

export const DASHBOARD_SESSION_MINUTES = 60;

/** A body that gives no sign of life for so long has broken off, and another may be sent. */
export const BODY_LEASE_SECONDS = 10;

/** A row of a session that is over is kept for the curious, then forgotten. */
export const DASHBOARD_KEPT_DAYS = 30;

export interface DashboardStatus {
  readonly status: 'active' | 'expired' | 'invalid';
  readonly message: string;
  readonly progress: number;
}

/** What its opener may know of a session; of another's no more than of none at all. */
export function statusOf(session: DashboardSession | null, asker: UserId): DashboardStatus {
  if (session?.ownerId !== asker)
    return { status: 'invalid', message: 'There is no such session.', progress: 0 };
  const { state, isExpired, isReceiving, percent: progress } = session;
  if (state === 'used') return { status: 'invalid', message: 'The session has taken its file.', progress };
  if (state === 'cancelled') return { status: 'invalid', message: 'The session was cancelled.', progress };
  if (isReceiving) return { status: 'active', message: 'The file is on its way.', progress };
  if (isExpired) return { status: 'expired', message: 'The session has expired; open another.', progress };
  return { status: 'active', message: 'The session waits for a file.', progress };
}
