import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Visits at the dashboard: each takes one file, one body at a time. */
export class DashboardSessions1795231200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE dashboard_sessions (
        id           uuid        PRIMARY KEY,
        owner_id     uuid        NOT NULL,
        state        text        NOT NULL CHECK (state IN ('active', 'used', 'cancelled')),
        recorded_at  timestamptz,
        attempt      integer     NOT NULL DEFAULT 0,
        lease_until  timestamptz,
        percent      smallint    NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
        video_id     uuid        UNIQUE,
        metadata     jsonb,
        created_at   timestamptz NOT NULL DEFAULT now(),
        expires_at   timestamptz NOT NULL,
        closed_at    timestamptz,
        CHECK ((state = 'active') = (closed_at IS NULL)),
        CHECK (state = 'active' OR lease_until IS NULL),
        CHECK (state <> 'used' OR video_id IS NOT NULL),
        CHECK (state <> 'cancelled' OR video_id IS NULL)
      )`);
    await queryRunner.query(
      `CREATE INDEX ix_dashboard_sessions_receiving ON dashboard_sessions (lease_until) WHERE lease_until IS NOT NULL`,
    );
    await queryRunner.query('CREATE INDEX ix_dashboard_sessions_expiring ON dashboard_sessions (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE dashboard_sessions');
  }
}
