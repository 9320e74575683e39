import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { Actor } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/domain-error';
import { asId, type VideoId } from '#kernel/id';
import { VideoNotFound, VideoQueries, type VideoView } from '#modules/videos';
import { JobNotFound } from '../domain/job.errors';
import type { RunView } from '../domain/run';
import { estimateSteps } from '../domain/step-estimate';
import { stepStatesOf, type JobState, type StepView } from '../domain/step-view';
import { progressOf, type VideoProgress } from '../domain/video-progress';
import { WorkReader } from '../ports/work-reader';
import { WorkerRegistry } from '../ports/worker-registry';

export interface PipelineStep {
  readonly step: StepView;
  /** How many steps go before it; null when it is not in the line. */
  readonly ahead: number | null;
  readonly secondsRemaining: number | null;
}

export interface Pipeline {
  readonly video: VideoView;
  readonly progress: VideoProgress;
  readonly run: RunView | null;
  readonly steps: readonly PipelineStep[];
}

/** What is known of the work on videos, for those who may see the videos. */
@Injectable()
export class WorkQueries {
  constructor(
    private readonly videos: VideoQueries,
    private readonly work: WorkReader,
    private readonly workers: WorkerRegistry,
    private readonly clock: Clock,
  ) {}

  async progress(actor: Actor, videoId: VideoId): Promise<VideoProgress> {
    const video = await this.videos.get(actor, videoId);
    return this.progressOfRun(video, await this.runOf(video));
  }

  async pipeline(actor: Actor, videoId: VideoId): Promise<Pipeline> {
    const video = await this.videos.get(actor, videoId);
    const run = await this.runOf(video);
    return { video, run, progress: this.progressOfRun(video, run), steps: await this.describe(run) };
  }

  async jobsOf(actor: Actor, videoId: VideoId, request: PageRequest): Promise<Page<StepView>> {
    await this.videos.get(actor, videoId);
    return this.work.steps({ states: null, videoId }, request);
  }

  jobs(state: JobState | null, request: PageRequest): Promise<Page<StepView>> {
    return this.work.steps({ states: state === null ? null : stepStatesOf(state), videoId: null }, request);
  }

  /** As the video: a job of one that is gone is gone. */
  async job(actor: Actor, id: string): Promise<StepView> {
    const step = await this.work.step(id);
    if (step === null) throw JobNotFound();
    await this.videos.get(actor, step.videoId).catch((error: unknown) => {
      throw isNotFound(error) ? JobNotFound() : error;
    });
    return step;
  }

  private async runOf({ runId }: VideoView): Promise<RunView | null> {
    return runId === null ? null : this.work.run(asId(runId));
  }

  private progressOfRun({ status, processingError: error }: VideoView, run: RunView | null): VideoProgress {
    return progressOf({ status, error }, run, this.clock.now());
  }

  private async describe(run: RunView | null): Promise<readonly PipelineStep[]> {
    if (run === null) return [];
    const names = [...new Set(run.steps.map(({ name }) => name))];
    const [ahead, typicalSeconds, slots] = await Promise.all([
      this.work.stepsAhead(run.id),
      this.work.typicalSeconds(names),
      this.workers.slots(),
    ]);
    const now = this.clock.now();
    const seconds = estimateSteps(run.steps, { now, ahead, typicalSeconds, slots });
    return run.steps.map((step) => ({
      step,
      ahead: ahead.get(step.id) ?? null,
      secondsRemaining: seconds.get(step.id) ?? null,
    }));
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DomainError && error.code === VideoNotFound.code;
}
