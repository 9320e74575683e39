import { Injectable } from '@nestjs/common';
import { toStepError, UNKNOWN_STEP } from '../domain/processing.errors';
import type { ClaimedStep, StepId } from '../domain/step';
import { ProcessingConfig } from '../processing.config';
import type { StepHandler } from '../ports/step-handler';
import { StepRepository } from '../ports/step-repository';
import { FailStep } from './fail-step';
import { FinishStep } from './finish-step';
import { StepHandlers } from './step-handlers';

export type WorkOutcome = 'done' | 'retrying' | 'failed' | 'lost' | 'released';

export interface WorkInput {
  readonly stepId: StepId;
  readonly worker: string;
  /** Aborted when this worker stops. */
  readonly stopping: AbortSignal;
}

/** One attempt at one step, from the claim to whatever comes of it. */
@Injectable()
export class WorkOnStep {
  constructor(
    private readonly steps: StepRepository,
    private readonly handlers: StepHandlers,
    private readonly finishStep: FinishStep,
    private readonly failStep: FailStep,
    private readonly config: ProcessingConfig,
  ) {}

  async execute({ stepId, worker, stopping }: WorkInput): Promise<WorkOutcome> {
    const step = await this.steps.claim(stepId, worker);
    if (step === null) return 'lost';
    const handler = this.handlers.find(step.name);
    if (handler === undefined) return this.failStep.execute(step, UNKNOWN_STEP);
    return this.attempt(step, handler, stopping);
  }

  private async attempt(
    step: ClaimedStep,
    handler: StepHandler,
    stopping: AbortSignal,
  ): Promise<WorkOutcome> {
    const lease = new Lease(step, this.steps, (this.config.leaseSeconds * 1000) / 4);
    try {
      const signal = AbortSignal.any([stopping, lease.lost]);
      const outcome = await handler.run({ step, signal, report: (fraction) => lease.report(fraction) });
      lease.end();
      return (await this.finishStep.execute(step, outcome)) ? 'done' : 'lost';
    } catch (error) {
      if (lease.lost.aborted) return 'lost';
      if (stopping.aborted) return (await this.steps.release(step)) ? 'released' : 'lost';
      return await this.failStep.execute(step, toStepError(error));
    } finally {
      lease.end();
    }
  }
}

/** Says every few seconds that the work goes on; notices when it is not ours any more. */
class Lease {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private fraction = 0;

  constructor(step: ClaimedStep, steps: StepRepository, everyMs: number) {
    this.timer = setInterval(() => {
      steps.heartbeat(step, this.fraction).then(
        (isMine) => {
          if (!isMine) this.controller.abort();
        },
        // Postgres is away: the lease may run out, and then the fence decides whose work counts.
        () => undefined,
      );
    }, everyMs);
  }

  get lost(): AbortSignal {
    return this.controller.signal;
  }

  report(fraction: number): void {
    this.fraction = Math.min(1, Math.max(0, fraction));
  }

  end(): void {
    clearInterval(this.timer);
  }
}
