import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/id';
import { VideoRepository, VideoTrace, type VideoState } from '#modules/videos';
import type { PlannedStep } from '../domain/step';
import { VideoInWork } from '../domain/work.errors';
import { StepRepository } from '../ports/step-repository';

export interface RunWish {
  readonly steps: readonly PlannedStep[];
  /** As they were asked for; undefined for the whole video. */
  readonly renditions: readonly string[] | undefined;
}

/** The next run of a video that had one. Runs within the unit of work of its caller, which holds the video. */
@Injectable()
export class BeginRun {
  constructor(
    private readonly videos: VideoRepository,
    private readonly steps: StepRepository,
    private readonly trace: VideoTrace,
  ) {}

  async execute(actor: Actor, video: VideoState, { steps, renditions }: RunWish): Promise<void> {
    const { id: videoId, ownerId, mallId, publishedVersion } = video;
    const version = Math.max(await this.steps.nextVersion(videoId), (publishedVersion ?? 0) + 1);
    const runId = newId<'run'>();
    if (!(await this.videos.beginReprocess(videoId, runId))) throw VideoInWork();
    await this.steps.plan({ id: runId, videoId, ownerId, mallId, version }, steps);
    const data = { version, ...(renditions === undefined ? {} : { renditions }) };
    await this.trace.record(actor, { videoId, ownerId, type: 'video.reprocess_requested', data });
  }
}
