import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { newId, type VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { planOfUpload } from '#modules/processing';
import { QuotaExceeded } from '#modules/quota';
import type { ObjectFacts } from '#modules/storage';
import { mayChange, NotYourVideo, VideoTrace } from '#modules/videos';
import { UploadNotFound } from '../domain/upload.errors';
import type { UploadSession } from '../ports/upload-session-repository';
import { UploadMetrics } from '../upload.metrics';
import { InspectArrival } from './inspect-arrival';
import { UploadRecords } from './upload-records';

export interface CompleteUploadInput {
  readonly actor: SignedInUser;
  readonly videoId: VideoId;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

/** Behind every door: bytes are looked at, then everything that they mean is written at once. Done again, it answers again. */
@Injectable()
export class CompleteUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
    private readonly inspect: InspectArrival,
    private readonly trace: VideoTrace,
    private readonly metrics: UploadMetrics,
  ) {}

  /** Whether this call completed the upload; false when an earlier one did. */
  async execute(input: CompleteUploadInput): Promise<boolean> {
    const session = await this.openSession(input);
    if (session === null) return false;
    const arrived = await this.inspect.execute(session);
    try {
      const isNew = await this.unitOfWork.run(() => this.write(input, session, arrived));
      if (isNew) this.metrics.uploads.inc();
      return isNew;
    } catch (error) {
      // With no upload of the month left, nothing is kept.
      if (error instanceof DomainError && error.code === QuotaExceeded.code)
        await this.inspect.refuse(session.videoId);
      throw error;
    }
  }

  /** Null when the upload is complete already. */
  private async openSession({ actor, videoId }: CompleteUploadInput): Promise<UploadSession | null> {
    const session = await this.records.sessions.find(videoId);
    const video = session === null ? null : await this.records.videos.find(videoId);
    if (session === null || video === null || video.deletedFor !== null) throw UploadNotFound();
    if (!mayChange(actor, video)) throw NotYourVideo();
    return session.state === 'open' ? session : null;
  }

  private async write(
    { actor, videoId, ...about }: CompleteUploadInput,
    { ownerId, stagingKey }: UploadSession,
    arrived: ObjectFacts,
  ): Promise<boolean> {
    const { quota, videos, objects, steps, sessions } = this.records;
    const runId = newId<'run'>();
    await quota.spend(videoId, arrived.sizeBytes);
    if (!(await videos.confirmUpload(videoId, { fileSizeBytes: arrived.sizeBytes, runId, ...about })))
      return false;
    await objects.makeLive(stagingKey, arrived);
    await steps.plan({ id: runId, videoId, ownerId, version: 1 }, planOfUpload(stagingKey));
    await sessions.complete(videoId);
    await this.trace.record(actor, {
      videoId,
      ownerId,
      type: 'video.uploaded',
      data: { size_bytes: arrived.sizeBytes },
    });
    return true;
  }
}
