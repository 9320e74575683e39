import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A run may go on after its end: how often it did orders what is told of it. Dead steps are listed, and steps that are done
 * tell how long their like will take. A column with a constant default and two indexes: old code notices nothing.
 */
export class ResumedRuns1795232400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE processing_runs ADD COLUMN resumptions integer NOT NULL DEFAULT 0 CHECK (resumptions >= 0)',
    );
    await queryRunner.query(
      `CREATE INDEX ix_processing_steps_dead ON processing_steps (id) WHERE state = 'failed'`,
    );
    await queryRunner.query(
      `CREATE INDEX ix_processing_steps_done ON processing_steps (name, finished_at) WHERE state = 'done'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX ix_processing_steps_done');
    await queryRunner.query('DROP INDEX ix_processing_steps_dead');
    await queryRunner.query('ALTER TABLE processing_runs DROP COLUMN resumptions');
  }
}
