import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ObjectStore } from '#modules/storage';
import { VideoRepository, VideoTrace } from '#modules/videos';
import { JobNotDead, JobNotFound, SourceGone } from '../domain/job.errors';
import type { StepView } from '../domain/step-view';
import { StepRepository } from '../ports/step-repository';

/**
 * The same run once more, with all its attempts. What it had made went when it failed; an upload that it adopted stays
 * adopted.
 */
@Injectable()
export class RetryJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly steps: StepRepository,
    private readonly store: ObjectStore,
    private readonly trace: VideoTrace,
  ) {}

  async execute({ actor, job }: { readonly actor: Actor; readonly job: StepView }): Promise<void> {
    if (job.state !== 'failed') throw JobNotDead();
    const source = await this.sourceOf(job);
    if ((await this.store.head(source)) === null) throw SourceGone();
    await this.unitOfWork.run(() => this.resume(actor, job));
  }

  /** What was uploaded, until it was adopted as the original. */
  private async sourceOf({ runId, videoId }: StepView): Promise<string> {
    const staging = await this.steps.unadoptedSource(runId);
    const video = staging === null ? await this.videos.find(videoId) : null;
    const source = staging ?? video?.originalKey;
    if (source === undefined) throw JobNotFound();
    return source;
  }

  private async resume(actor: Actor, { runId, videoId, name }: StepView): Promise<void> {
    const video = await this.videos.lock(videoId);
    if (video === null || video.deletedFor !== null) throw JobNotFound();
    if (!(await this.videos.resumeRun(videoId, runId))) throw JobNotDead();
    if (!(await this.steps.resumeRun(runId))) throw JobNotDead();
    const { ownerId } = video;
    await this.trace.record(actor, { videoId, ownerId, type: 'video.retried', data: { step: name } });
  }
}
