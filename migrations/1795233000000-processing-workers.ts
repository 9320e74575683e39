import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works, with what: the HTTP process cannot look at the machines of the workers. */
export class ProcessingWorkers1795233000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE processing_workers (
        id          text        PRIMARY KEY,
        host        text        NOT NULL,
        release     text        NOT NULL,
        slots       integer     NOT NULL CHECK (slots > 0),
        is_able     boolean     NOT NULL,
        tools       jsonb       NOT NULL,
        started_at  timestamptz NOT NULL DEFAULT now(),
        seen_at     timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE processing_workers');
  }
}
