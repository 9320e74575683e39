import type { Id, UserId, VideoId } from '#kernel/id';
import type { Completion } from '../domain/completion';
import type { Door } from '../domain/doors';

export type UploadId = Id<'upload'>;

export interface NewUploadSession {
  readonly uploadId: UploadId;
  readonly door: Door;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  readonly stagingKey: string;
  readonly declaredBytes: number;
  /** Of an upload in parts. */
  readonly partBytes: number | null;
}

export interface UploadSession extends NewUploadSession {
  readonly state: 'open' | 'completed' | 'withdrawn';
  /** A completion was accepted and is not decided. */
  readonly isCompleting: boolean;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
}

/** A completion in somebody's hands; the fence tells his from a later one's. */
export interface CompletionClaim {
  readonly videoId: VideoId;
  readonly fence: number;
}

export interface AcceptedCompletion extends CompletionClaim {
  /** What was said now, and what an earlier try had said that died. */
  readonly said: Completion;
}

export abstract class UploadSessionRepository {
  /** When it is over, unless it is completed. */
  abstract open(session: NewUploadSession): Promise<Date>;
  abstract find(videoId: VideoId): Promise<UploadSession | null>;
  abstract findByUploadId(uploadId: UploadId): Promise<UploadSession | null>;
  /** Remembers a completion until it is decided. Null when the upload is over, or when another joins its parts right now. */
  abstract beginCompletion(videoId: VideoId, said: Completion): Promise<AcceptedCompletion | null>;
  /** Says that the one who has it is still at work. False: somebody else has it by now. */
  abstract renewCompletion(claim: CompletionClaim): Promise<boolean>;
  /** It could not be decided: the next try may begin at once. */
  abstract suspendCompletion(claim: CompletionClaim): Promise<void>;
  /** It was refused. */
  abstract forgetCompletion(claim: CompletionClaim): Promise<void>;
  /** open -> completed, once. */
  abstract complete(videoId: VideoId): Promise<boolean>;
  /** open -> withdrawn, once. */
  abstract withdraw(videoId: VideoId): Promise<boolean>;
  /** S3: open ones whose time is over. */
  abstract expired(limit: number): Promise<readonly VideoId[]>;
  /** S4: completions that were accepted, and that nobody is at work on. */
  abstract abandonedCompletions(limit: number): Promise<readonly VideoId[]>;
}
