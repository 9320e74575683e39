import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Credentials for programs: what may be known of them, and a keyed hash. */
export class ApiKeys1795251600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE api_keys (
        id                 uuid        PRIMARY KEY,
        owner_id           uuid        NOT NULL,
        public_id          text        NOT NULL CONSTRAINT uq_api_keys_public_id UNIQUE,
        beginning          text        NOT NULL,
        hash               bytea       NOT NULL CHECK (length(hash) = 32),
        pepper_id          text        NOT NULL,
        name               text        NOT NULL CHECK (name <> ''),
        scopes             text[]      NOT NULL CHECK (cardinality(scopes) > 0),
        allowed_cidrs      text[]      NOT NULL CHECK (cardinality(allowed_cidrs) <= 64),
        rate_per_second    integer     CHECK (rate_per_second > 0),
        created_at         timestamptz NOT NULL DEFAULT now(),
        expires_at         timestamptz,
        replaces           uuid        CONSTRAINT fk_api_keys_replaces REFERENCES api_keys (id),
        rotated_at         timestamptz,
        revoked_at         timestamptz,
        revoked_for        text        CHECK (revoked_for IN ('revoked', 'rotated', 'leaked', 'disowned')),
        last_used_at       timestamptz,
        last_used_address  text,
        last_used_agent    text,
        CONSTRAINT ck_api_keys_revocation CHECK ((revoked_at IS NULL) = (revoked_for IS NULL)),
        CONSTRAINT ck_api_keys_rotation CHECK (rotated_at IS NULL OR expires_at IS NOT NULL),
        CONSTRAINT ck_api_keys_use CHECK ((last_used_at IS NULL) = (last_used_address IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX ix_api_keys_owner ON api_keys (owner_id, id DESC)');
    // Two that took the place of one would be two to lose.
    await queryRunner.query(
      'CREATE UNIQUE INDEX uq_api_keys_replaces ON api_keys (replaces) WHERE replaces IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE api_keys');
  }
}
