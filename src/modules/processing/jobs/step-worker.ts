import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Worker, type Job } from 'bullmq';
import { MediaError } from '#libs/media';
import { asId, newId } from '#kernel/id';
import { Logger } from '#platform/logging/logger';
import { runInRequestScope } from '#platform/logging/request-scope';
import { workerConnection } from '#platform/queue/worker-connection';
import { RedisConfig } from '#platform/redis/redis.config';
import { WorkOnStep } from '../commands/work-on-step';
import { ProcessingConfig } from '../processing.config';
import { closeWithin } from './close-within';
import { parseStepJob, PROCESSING_QUEUE } from './processing-queue';
import { RestingPlace } from './resting-place';
import { StepMetrics } from './step-metrics';

/** BullMQ's own lock guards nothing but its list of active jobs: whose a step is, the lease in Postgres says. A busy minute is no death. */
const LOCK_MS = 60_000;
/** How often dead workers' jobs are looked for in that list. Nobody waits for them, so it need not be often. */
const STALLED_CHECK_MS = 30_000;

/** Takes jobs, and hands them to the command; what a job's end means is decided there. */
@Injectable()
export class StepWorker implements BeforeApplicationShutdown {
  readonly name = `${hostname()}-${String(process.pid)}-${newId().slice(-6)}`;
  private readonly stopping = new AbortController();
  private readonly inWork = new Set<Promise<void>>();
  private worker: Worker | null = null;
  private rest: RestingPlace | null = null;

  constructor(
    private readonly workOnStep: WorkOnStep,
    private readonly config: ProcessingConfig,
    private readonly redis: RedisConfig,
    private readonly metrics: StepMetrics,
    private readonly logger: Logger,
  ) {}

  /** Begins to take steps; asked again, it goes on. */
  begin(): void {
    if (this.worker !== null || this.stopping.signal.aborted) return;
    this.worker = new Worker(PROCESSING_QUEUE, (job) => this.track(this.work(job)), {
      prefix: this.redis.queuePrefix,
      connection: workerConnection(this.redis),
      // Each slot is a program that wants processors of its own.
      concurrency: this.config.workerSlots,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      // A job whose worker died is dropped, not run again: the record knows when its lease is over.
      maxStalledCount: 0,
      // Also for what was put into the queue by others than us: nothing that is over may fill Redis.
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    // Redis away is told by the courier of this process, once.
    this.worker.on('error', (err) => this.logger.debug({ err }, 'step worker lost its queue'));
    this.rest = new RestingPlace(this.worker, this.config.restSeconds);
  }

  /** Gives back what is in work and waits until it is; the queue itself may be away, and is not waited for long. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.rest?.leave();
    await Promise.allSettled(this.inWork);
    if (this.worker !== null) await closeWithin(this.worker);
  }

  private track(work: Promise<void>): Promise<void> {
    this.inWork.add(work);
    return work.finally(() => this.inWork.delete(work));
  }

  private async work(job: Job<unknown>): Promise<void> {
    const parsed = parseStepJob(job.data);
    if (parsed === null) {
      this.logger.warn({ job_id: job.id }, 'job of an unknown kind dropped');
      return;
    }
    await runInRequestScope({ requestId: parsed.stepId, jobId: job.id ?? 'unnamed' }, async () => {
      const startedAt = performance.now();
      const worked = await this.workOnStep.execute({
        stepId: asId(parsed.stepId),
        worker: this.name,
        stopping: this.stopping.signal,
      });
      const { outcome, error: err } = worked;
      const seconds = Math.round(performance.now() - startedAt) / 1000;
      this.metrics.note(worked, seconds);
      const facts = { step: job.name, outcome, seconds };
      if (err === undefined) this.logger.info(facts, 'step worked on');
      // Another try, or its owner, takes care of it; an operator wants to know what it was.
      else this.logger.warn({ ...facts, err, ...evidenceOf(err) }, 'step failed');
      if (outcome === 'hindered') this.rest?.enter();
    });
  }
}

/** What the program that reads media said: written about a hostile file, and data like any other. */
function evidenceOf(error: unknown): object {
  if (error instanceof MediaError) return { evidence: error.evidence };
  return error instanceof Error && error.cause !== undefined ? evidenceOf(error.cause) : {};
}
