import type { UserId, VideoId } from '#kernel/id';
import type { Place } from '#kernel/place';
import type { DashboardSession, DashboardSessionId } from '../domain/dashboard-session';

export interface NewDashboardSession {
  readonly id: DashboardSessionId;
  readonly ownerId: UserId;
  readonly place: Place;
  readonly recordedAt: Date | null;
}

/** A body in the hands of one process: no later one has been begun. */
export interface BodyClaim {
  readonly id: DashboardSessionId;
  readonly attempt: number;
}

export interface BegunBody extends BodyClaim {
  /** What an earlier attempt opened and, dying, did not withdraw. */
  readonly leftVideoId: VideoId | null;
}

export interface LeftBody extends BodyClaim {
  readonly videoId: VideoId;
}

export type SeenSession = Pick<DashboardSession, 'id' | 'attempt' | 'videoId'>;

/** Every change is a conditional UPDATE; false means that the session is in other hands by now, or over. */
export abstract class DashboardSessionRepository {
  /** When it expires. */
  abstract open(session: NewDashboardSession): Promise<Date>;
  abstract find(id: DashboardSessionId): Promise<DashboardSession | null>;
  /** Takes the session for one body. Null when it is over, or when another body is on its way. */
  abstract beginBody(id: DashboardSessionId): Promise<BegunBody | null>;
  /** Notes what the body opened, in the transaction that opens it. */
  abstract noteVideo(claim: BodyClaim, videoId: VideoId): Promise<boolean>;
  /** Says that the body is still coming, and how much of it has. */
  abstract renewBody(claim: BodyClaim, percent: number): Promise<boolean>;
  /** The body came to nothing and what it opened is withdrawn: the session waits for another. */
  abstract endBody(claim: BodyClaim): Promise<boolean>;
  /** active -> used, once. */
  abstract use(claim: BodyClaim, metadata: object | null): Promise<boolean>;
  /** active -> cancelled, once, and only as it was seen. */
  abstract cancel(seen: SeenSession): Promise<boolean>;
  /** Bodies whose receivers died. */
  abstract leftBodies(limit: number): Promise<readonly LeftBody[]>;
  /** As endBody, for a receiver that gave no sign of life. Should it wake up, the session is not its own any more. */
  abstract endLeftBody(claim: BodyClaim): Promise<boolean>;
}
