import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one memory of work: what is to be done, who does it, how often it was tried, and what came of it. */
export class ProcessingRunsAndSteps1795223400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE processing_runs (
        id           uuid        PRIMARY KEY,
        video_id     uuid        NOT NULL,
        owner_id     uuid        NOT NULL,
        version      integer     NOT NULL CHECK (version > 0),
        state        text        NOT NULL CHECK (state IN ('active', 'completed', 'failed', 'cancelled')),
        error        jsonb,
        created_at   timestamptz NOT NULL DEFAULT now(),
        finished_at  timestamptz,
        UNIQUE (video_id, version),
        CHECK ((state = 'active') = (finished_at IS NULL))
      )`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX uq_processing_runs_active ON processing_runs (video_id) WHERE state = 'active'`,
    );
    await queryRunner.query(`
      CREATE TABLE processing_steps (
        id            uuid        PRIMARY KEY,
        run_id        uuid        NOT NULL REFERENCES processing_runs (id),
        video_id      uuid        NOT NULL,
        owner_id      uuid        NOT NULL,
        name          text        NOT NULL,
        part          integer     NOT NULL DEFAULT 0 CHECK (part >= 0),
        needs         text[]      NOT NULL DEFAULT '{}',
        state         text        NOT NULL
                      CHECK (state IN ('waiting', 'due', 'offered', 'running', 'done', 'failed', 'cancelled')),
        priority      integer     NOT NULL DEFAULT 0,
        attempts      integer     NOT NULL DEFAULT 0,
        max_attempts  integer     NOT NULL DEFAULT 3 CHECK (max_attempts > 0),
        due_at        timestamptz NOT NULL DEFAULT now(),
        offers        integer     NOT NULL DEFAULT 0,
        offered_at    timestamptz,
        fence         bigint      NOT NULL DEFAULT 0,
        worker        text,
        lease_until   timestamptz,
        deadline_at   timestamptz,
        progress      real        NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        plan          jsonb       NOT NULL DEFAULT '{}',
        result        jsonb,
        error         jsonb,
        created_at    timestamptz NOT NULL DEFAULT now(),
        started_at    timestamptz,
        finished_at   timestamptz,
        UNIQUE (run_id, name, part),
        CHECK (attempts <= max_attempts),
        CHECK ((state = 'running') = (lease_until IS NOT NULL)),
        CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
      )`);
    await queryRunner.query(
      `CREATE INDEX ix_processing_steps_due ON processing_steps (due_at) WHERE state = 'due'`,
    );
    await queryRunner.query(
      `CREATE INDEX ix_processing_steps_in_work ON processing_steps (owner_id) WHERE state IN ('offered', 'running')`,
    );
    await queryRunner.query('CREATE INDEX ix_processing_steps_video ON processing_steps (video_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE processing_steps');
    await queryRunner.query('DROP TABLE processing_runs');
  }
}
