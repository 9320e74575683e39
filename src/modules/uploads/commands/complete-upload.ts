import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { crashPoint } from '#kernel/crash-point';
import { DomainError } from '#kernel/domain-error';
import type { VideoId } from '#kernel/id';
import { QuotaExceeded } from '#modules/quota';
import type { Completion } from '../domain/completion';
import { isDecided } from '../domain/decided';
import { CompletionUnderWay, UploadNotFound } from '../domain/upload.errors';
import type { AcceptedCompletion, UploadSession } from '../ports/upload-session-repository';
import { FindUpload } from './find-upload';
import { InspectArrival } from './inspect-arrival';
import { JoinParts } from './join-parts';
import { RegisterUpload } from './register-upload';
import { UploadRecords } from './upload-records';

export interface CompleteUploadInput extends Completion {
  readonly actor: Actor;
  readonly videoId: VideoId;
}

/**
 * Behind every door. What the client said is remembered first, so that a completion that dies anywhere is finished by the
 * worker; then the bytes are looked at, and everything that they mean is written at once. Done again, it answers again.
 */
@Injectable()
export class CompleteUpload {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly records: UploadRecords,
    private readonly joinParts: JoinParts,
    private readonly inspect: InspectArrival,
    private readonly register: RegisterUpload,
  ) {}

  /** Whether this call completed the upload; false when an earlier one did. */
  async execute({ actor, videoId, ...said }: CompleteUploadInput): Promise<boolean> {
    const session = await this.findUpload.ofVideo(actor, videoId);
    if (session.state === 'completed') return false;
    const accepted = await this.records.sessions.beginCompletion(videoId, said);
    if (accepted === null) return this.refuse(videoId);
    crashPoint('C5');
    try {
      await this.finish(actor, session, accepted);
      return true;
    } catch (error) {
      await this.putDown(accepted, error);
      // Another was faster, and ingest may have moved the bytes since.
      if ((await this.records.sessions.find(videoId))?.state === 'completed') return false;
      throw error;
    }
  }

  private async finish(actor: Actor, session: UploadSession, accepted: AcceptedCompletion): Promise<void> {
    await this.joinParts.execute(session, accepted);
    const arrived = await this.inspect.execute(session);
    crashPoint('C6');
    const isNew = await this.register
      .execute(actor, { session, said: accepted.said, arrived })
      .catch((error: unknown) => this.keepNothingWithoutQuota(session, error));
    if (!isNew) throw UploadNotFound();
    crashPoint('C8');
  }

  private async keepNothingWithoutQuota({ videoId }: UploadSession, error: unknown): Promise<never> {
    if (error instanceof DomainError && error.code === QuotaExceeded.code) await this.inspect.refuse(videoId);
    throw error;
  }

  private async putDown(accepted: AcceptedCompletion, error: unknown): Promise<void> {
    if (isDecided(error)) await this.records.sessions.forgetCompletion(accepted);
    else await this.records.sessions.suspendCompletion(accepted);
  }

  private async refuse(videoId: VideoId): Promise<false> {
    const session = await this.records.sessions.find(videoId);
    if (session?.state === 'completed') return false;
    if (session?.state !== 'open' || !session.isCompleting) throw UploadNotFound();
    throw CompletionUnderWay(undefined, { retryAfterSeconds: 1 });
  }
}
