import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { planOfUpload } from '#modules/processing';
import type { ArrivedObject } from '#modules/storage';
import { VideoTrace } from '#modules/videos';
import type { Completion } from '../domain/completion';
import type { NewUploadSession } from '../ports/upload-session-repository';
import { UploadMetrics } from '../upload.metrics';
import { UploadRecords } from './upload-records';

export interface Arrival {
  readonly session: Pick<NewUploadSession, 'videoId' | 'ownerId' | 'stagingKey'>;
  readonly said: Completion;
  readonly arrived: ArrivedObject;
}

/** Everything that the arrival of a file means, at once: the upload is spent, the object live, its processing planned. */
@Injectable()
export class RegisterUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
    private readonly trace: VideoTrace,
    private readonly metrics: UploadMetrics,
  ) {}

  /** False when it was registered before, or withdrawn. */
  async execute(actor: Actor, arrival: Arrival): Promise<boolean> {
    const isNew = await this.unitOfWork.run(() => this.write(actor, arrival));
    if (isNew) this.metrics.uploads.inc();
    return isNew;
  }

  private async write(actor: Actor, { session, said, arrived }: Arrival): Promise<boolean> {
    const { quota, videos, objects, steps, sessions } = this.records;
    const { videoId, ownerId, stagingKey } = session;
    const { sizeBytes } = arrived;
    const runId = newId<'run'>();
    await quota.spend(videoId, sizeBytes);
    if (!(await videos.confirmUpload(videoId, { ...said, fileSizeBytes: sizeBytes, runId }))) return false;
    await objects.makeLive(stagingKey, arrived);
    const { mallId = null } = (await videos.find(videoId)) ?? {};
    await steps.plan({ id: runId, videoId, ownerId, mallId, version: 1 }, planOfUpload(stagingKey));
    await sessions.complete(videoId);
    await this.trace.record(actor, {
      videoId,
      ownerId,
      type: 'video.uploaded',
      data: { size_bytes: sizeBytes },
    });
    return true;
  }
}
