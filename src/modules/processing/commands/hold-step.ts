import { Injectable } from '@nestjs/common';
import { VideoRepository } from '#modules/videos';
import type { ClaimedStep, StepId } from '../domain/step';
import { ProcessingConfig } from '../processing.config';
import { StepRepository } from '../ports/step-repository';
import { AnnounceProgress } from './announce-progress';
import { CancelRun } from './cancel-run';

/** A step in the hands of this worker: ours for as long as we say so in time and nobody deletes the video. */
export interface HeldStep {
  readonly step: ClaimedStep;
  /** Aborted when the step is not ours any more. */
  readonly lost: AbortSignal;
  report(fraction: number): void;
  /** Stops renewing the lease. */
  end(): void;
  /** Tells everybody how far the video is. */
  tell(): Promise<void>;
}

const RENEWALS_A_LEASE = 4;
/** Whoever cancels a video waits for its end; reading one row a second costs less than what would go on meanwhile. */
const LOOK_EVERY_MS = 1_000;
/** A report is told at once, and the next ones of this time with the first that comes after it: about one a second. */
const REPORTS_APART_MS = 700;

@Injectable()
export class HoldStep {
  constructor(
    private readonly steps: StepRepository,
    private readonly videos: VideoRepository,
    private readonly cancelRun: CancelRun,
    private readonly announce: AnnounceProgress,
    private readonly config: ProcessingConfig,
  ) {}

  /** Null when somebody else has it, or when its video is gone: then its run ends here. */
  async execute(stepId: StepId, worker: string): Promise<HeldStep | null> {
    const step = await this.steps.claim(stepId, worker);
    if (step === null) return null;
    if (await this.isDeleted(step)) {
      await this.cancelRun.execute(step);
      return null;
    }
    await this.announce.execute(step.videoId);
    return this.hold(step);
  }

  private hold(step: ClaimedStep): HeldStep {
    const controller = new AbortController();
    let fraction = 0;
    let renewedAt = performance.now();
    const renew = async (): Promise<void> => {
      renewedAt = performance.now();
      if (await this.steps.heartbeat(step, fraction)) await this.announce.execute(step.videoId);
      else controller.abort();
    };
    // Postgres away: the lease may run out, and then the fence decides whose work counts.
    const renewQuietly = oneAtATime(renew);
    const look = async (): Promise<void> => {
      if (!(await this.steps.isHeld(step)) || (await this.isDeleted(step))) controller.abort();
    };
    const timers = [
      setInterval(renewQuietly, (this.config.leaseSeconds * 1000) / RENEWALS_A_LEASE),
      setInterval(oneAtATime(look), LOOK_EVERY_MS),
    ];
    return {
      step,
      lost: controller.signal,
      report: (reached) => {
        fraction = Math.min(1, Math.max(fraction, reached));
        if (performance.now() - renewedAt >= REPORTS_APART_MS) renewQuietly();
      },
      end: () => timers.forEach((timer) => clearInterval(timer)),
      tell: () => this.announce.execute(step.videoId),
    };
  }

  private async isDeleted({ videoId }: ClaimedStep): Promise<boolean> {
    const video = await this.videos.find(videoId);
    return video === null || video.deletedFor !== null;
  }
}

/** What is asked for while it is at it is left out, and so is what it says of its failures. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isAtIt = false;
  return () => {
    if (isAtIt) return;
    isAtIt = true;
    void work()
      .catch(() => undefined)
      .finally(() => (isAtIt = false));
  };
}
