import { Injectable } from '@nestjs/common';
import { VideoRepository } from '#modules/videos';
import type { ClaimedStep, StepId } from '../domain/step';
import { ProcessingConfig } from '../processing.config';
import { StepRepository } from '../ports/step-repository';
import { CancelRun } from './cancel-run';

/** A step in the hands of this worker: ours for as long as we say so in time and nobody deletes the video. */
export interface HeldStep {
  readonly step: ClaimedStep;
  /** Aborted when the step is not ours any more. */
  readonly lost: AbortSignal;
  report(fraction: number): void;
  /** Stops renewing the lease. */
  end(): void;
}

const RENEWALS_A_LEASE = 4;

@Injectable()
export class HoldStep {
  constructor(
    private readonly steps: StepRepository,
    private readonly videos: VideoRepository,
    private readonly cancelRun: CancelRun,
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
    return this.hold(step);
  }

  private hold(step: ClaimedStep): HeldStep {
    const controller = new AbortController();
    let fraction = 0;
    const renew = async (): Promise<void> => {
      const isMine = await this.steps.heartbeat(step, fraction);
      if (!isMine || (await this.isDeleted(step))) controller.abort();
    };
    // Postgres away: the lease may run out, and then the fence decides whose work counts.
    const everyMs = (this.config.leaseSeconds * 1000) / RENEWALS_A_LEASE;
    const timer = setInterval(() => void renew().catch(() => undefined), everyMs);
    return {
      step,
      lost: controller.signal,
      report: (reached) => {
        fraction = Math.min(1, Math.max(0, reached));
      },
      end: () => clearInterval(timer),
    };
  }

  private async isDeleted({ videoId }: ClaimedStep): Promise<boolean> {
    const video = await this.videos.find(videoId);
    return video === null || video.deletedFor !== null;
  }
}
