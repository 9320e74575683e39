import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ChangeableVideos, type VideoState } from '#modules/videos';
import { SourceGone } from '../domain/job.errors';
import { VideoInWork } from '../domain/work.errors';
import { BeginRun } from './begin-run';
import { FindSource } from './find-source';
import { PlanAdditions } from './plan-additions';

export interface ReprocessInput {
  readonly actor: Actor;
  readonly videoId: VideoId;
  /** Only these, and of them only what is missing. */
  readonly renditions?: readonly string[] | undefined;
}

/** Begins a new version beside the published one, which stays what everybody sees until the new one is whole. */
@Injectable()
export class ReprocessVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changeable: ChangeableVideos,
    private readonly source: FindSource,
    private readonly planAdditions: PlanAdditions,
    private readonly beginRun: BeginRun,
  ) {}

  /** False when nothing of what is wanted is missing. */
  async execute({ actor, videoId, renditions }: ReprocessInput): Promise<boolean> {
    const whole = await this.source.planFrom(videoId);
    return this.unitOfWork.run(async () => {
      const video = await this.idleVideo(actor, videoId);
      if (whole === null) throw SourceGone();
      const steps = renditions === undefined ? whole : await this.planAdditions.execute(videoId, renditions);
      if (steps.length === 0) return false;
      await this.beginRun.execute(actor, video, { steps, renditions });
      return true;
    });
  }

  private async idleVideo(actor: Actor, videoId: VideoId): Promise<VideoState> {
    const video = await this.changeable.lock(actor, videoId);
    if (video.status === 'pending' || video.status === 'processing') throw VideoInWork();
    return video;
  }
}
