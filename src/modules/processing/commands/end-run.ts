import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { RunId, UserId, VideoId } from '#kernel/id';
import { VideoRepository, VideoTrace, type VideoEvent } from '#modules/videos';
import type { StepError } from '../domain/step';
import { StepRepository } from '../ports/step-repository';
import { DropVersion } from './drop-version';

export interface EndedRun {
  readonly runId: RunId;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
}

export interface RunEnding {
  readonly state: 'failed' | 'cancelled';
  readonly error: StepError;
  readonly by: Actor;
  readonly told: Pick<VideoEvent, 'type' | 'data'>;
}

/** Everything that follows when a run ends without a publication. Runs within the unit of work of its caller. */
@Injectable()
export class EndRun {
  constructor(
    private readonly videos: VideoRepository,
    private readonly steps: StepRepository,
    private readonly dropVersion: DropVersion,
    private readonly trace: VideoTrace,
  ) {}

  /** The caller holds the video. False when nobody waited for this run any more. */
  async execute(run: EndedRun, { state, error, by, told }: RunEnding): Promise<boolean> {
    const { runId, videoId, ownerId } = run;
    await this.dropVersion.execute(run);
    await this.steps.endRun(runId, { state, error });
    if (!(await this.videos.failRun(videoId, runId, error))) return false;
    await this.trace.record(by, { videoId, ownerId, ...told });
    return true;
  }
}
