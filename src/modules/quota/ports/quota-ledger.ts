import type { UserId, VideoId } from '#kernel/id';
import type { Quota, QuotaLimits } from '../domain/quota';

export interface Reservation {
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  readonly bytes: number;
}

/** Every verb acts once for a video, however often it is called; all of them belong into the transaction that they pay for. */
export abstract class QuotaLedger {
  /** Room for an upload that begins. Throws QUOTA_EXCEEDED or STORAGE_QUOTA_EXCEEDED. */
  abstract reserve(reservation: Reservation): Promise<void>;
  /** The bytes arrived: spends one upload of the month and turns the reservation into storage. Throws QUOTA_EXCEEDED. */
  abstract spend(videoId: VideoId, actualBytes: number): Promise<void>;
  /** The upload came to nothing. */
  abstract release(videoId: VideoId): Promise<void>;
  /** The original is to be deleted; its bytes count until they are gone. */
  abstract condemn(videoId: VideoId): Promise<void>;
  /** An admin restored what was to be deleted. */
  abstract restore(videoId: VideoId): Promise<void>;
  /** The bytes are gone. */
  abstract free(videoId: VideoId): Promise<void>;
  /** What is left, for who is about to begin something. Throws QUOTA_EXCEEDED when no upload is. */
  abstract requireUpload(ownerId: UserId): Promise<Quota>;
  abstract setLimits(ownerId: UserId, limits: QuotaLimits): Promise<void>;
  abstract read(ownerId: UserId): Promise<Quota>;
}
