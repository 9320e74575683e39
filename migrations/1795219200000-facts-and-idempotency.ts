import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every later change leans on: facts that survive a crash, and effects that happen once. */
export class FactsAndIdempotency1795219200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id            uuid        PRIMARY KEY,
        recorded      bigint      GENERATED ALWAYS AS IDENTITY,
        type          text        NOT NULL CHECK (type ~ '^[a-z_]+(\\.[a-z_]+)+$'),
        subject_type  text        NOT NULL,
        subject_id    text        NOT NULL,
        owner_id      uuid,
        data          jsonb       NOT NULL,
        occurred_at   timestamptz NOT NULL DEFAULT now(),
        position      bigint      UNIQUE,
        published_at  timestamptz,
        CHECK ((position IS NULL) = (published_at IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX ix_outbox_waiting ON outbox (recorded) WHERE position IS NULL');
    await queryRunner.query('CREATE INDEX ix_outbox_published_at ON outbox (published_at)');
    await queryRunner.query(`
      CREATE TABLE outbox_head (
        singleton  boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        position   bigint  NOT NULL
      )`);
    await queryRunner.query('INSERT INTO outbox_head (position) VALUES (0)');
    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        key_hash        bytea       PRIMARY KEY,
        fingerprint     bytea       NOT NULL,
        sealed_outcome  bytea       NOT NULL,
        expires_at      timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX ix_idempotency_keys_expires_at ON idempotency_keys (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency_keys');
    await queryRunner.query('DROP TABLE outbox_head');
    await queryRunner.query('DROP TABLE outbox');
  }
}
