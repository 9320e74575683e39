import type { INestApplicationContext } from '@nestjs/common';
import { asId, newId, type RunId, type UserId, type VideoId } from '#kernel/id';
import { NOWHERE } from '#kernel/place';
import { UnitOfWork } from '#kernel/unit-of-work';
import { VideoRepository } from '#modules/videos';
import { Database } from '#platform/database/database';
import { StepHandlers } from '../../src/modules/processing/commands/step-handlers';
import type { PlannedStep, StepId } from '../../src/modules/processing/domain/step';
import type { StepContext, StepHandler, StepOutcome } from '../../src/modules/processing/ports/step-handler';
import { StepRepository } from '../../src/modules/processing/ports/step-repository';
import { eventually } from './eventually';

const RUN_LIMIT_MS = 30_000;

type Act = (context: StepContext) => Promise<StepOutcome>;

/** Does what the test says, and counts. */
export class Scripted implements StepHandler {
  readonly seen: StepContext[] = [];

  constructor(
    readonly name: string,
    private readonly act: Act,
  ) {}

  run(context: StepContext): Promise<StepOutcome> {
    this.seen.push(context);
    return this.act(context);
  }
}

export interface StepFacts {
  readonly state: string;
  readonly attempts: number;
  readonly fence: string;
  readonly error: { readonly code: string } | null;
}

export const one = (name: string, needs: readonly string[] = [], priority = 0): PlannedStep => ({
  name,
  needs,
  priority,
});

/** Plans runs of steps that a test scripts, for the worker that runs within it. */
export class WorkDesk {
  readonly database: Database;
  readonly repository: StepRepository;
  /** What was committed, in its order. */
  readonly commits: string[] = [];

  constructor(private readonly worker: INestApplicationContext) {
    this.database = worker.get(Database);
    this.repository = worker.get(StepRepository);
  }

  handle(name: string, act: Act): Scripted {
    const handler = new Scripted(name, act);
    this.worker.get(StepHandlers).add(handler);
    return handler;
  }

  /** An ending that counts. */
  done(what: string): () => Promise<StepOutcome> {
    return () =>
      Promise.resolve({ result: { what }, commit: () => Promise.resolve(void this.commits.push(what)) });
  }

  async begin(
    steps: readonly PlannedStep[],
    ownerId: UserId = newId(),
  ): Promise<{ readonly videoId: VideoId; readonly runId: RunId }> {
    const [videoId, runId] = [newId<'video'>(), newId<'run'>()];
    await this.worker.get(UnitOfWork).run(async () => {
      await this.insertVideo(videoId, ownerId, runId);
      await this.repository.plan({ id: runId, videoId, ownerId, mallId: null, version: 1 }, steps);
    });
    return { videoId, runId };
  }

  async stepOf(runId: RunId, name: string): Promise<StepFacts> {
    const step = await this.database.first<StepFacts>(
      'SELECT state, attempts, fence, error FROM processing_steps WHERE run_id = $1 AND name = $2',
      [runId, name],
    );
    if (step === undefined) throw new Error(`the run has no step ${name}`);
    return step;
  }

  async idOfOnlyStep(runId: RunId): Promise<StepId> {
    const row = await this.database.first<{ id: string }>(
      'SELECT id FROM processing_steps WHERE run_id = $1',
      [runId],
    );
    return asId(row?.id ?? '');
  }

  untilRun(runId: RunId, state: string, limitMs = RUN_LIMIT_MS): Promise<boolean> {
    return eventually(
      `the run is ${state}`,
      async () => {
        const sql = 'SELECT state FROM processing_runs WHERE id = $1';
        return (await this.database.first<{ state: string }>(sql, [runId]))?.state === state;
      },
      limitMs,
    );
  }

  /** The next try need not wait. */
  async hurry(runId: RunId): Promise<void> {
    await this.database.query(
      `UPDATE processing_steps SET due_at = now() WHERE run_id = $1 AND state = 'due'`,
      [runId],
    );
  }

  private async insertVideo(id: VideoId, ownerId: UserId, runId: RunId): Promise<void> {
    const videos = this.worker.get(VideoRepository);
    await videos.insertPending({
      id,
      ownerId,
      ...NOWHERE,
      title: 'A film',
      originalFilename: 'film.mp4',
      format: 'mp4',
      contentType: 'video/mp4',
      fileSizeBytes: 10,
      originalKey: `videos/${id}/original.mp4`,
      recordedAt: null,
    });
    await videos.confirmUpload(id, { fileSizeBytes: 10, runId });
  }
}
