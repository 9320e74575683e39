import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Users, what they belong to, their sessions, and the trail of who did what. */
export class AccountsAndAudit1795219260000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.createUsers(queryRunner);
    await this.createSessions(queryRunner);
    await queryRunner.query(`
      CREATE TABLE audit_events (
        id           uuid        PRIMARY KEY,
        occurred_at  timestamptz NOT NULL DEFAULT now(),
        actor_type   text        NOT NULL CHECK (actor_type IN ('visitor', 'user', 'api_key', 'system')),
        actor_id     uuid,
        action       text        NOT NULL CHECK (action ~ '^[a-z_]+\\.[a-z_]+$'),
        target_type  text        NOT NULL,
        target_id    text,
        address      text        NOT NULL,
        request_id   text        NOT NULL,
        before       jsonb,
        after        jsonb
      )`);
    await queryRunner.query(
      'CREATE INDEX ix_audit_events_occurred_at ON audit_events (occurred_at DESC, id DESC)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['audit_events', 'refresh_tokens', 'sessions', 'memberships', 'users']) {
      await queryRunner.query(`DROP TABLE ${table}`);
    }
  }

  private async createUsers(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE users (
        id             uuid        PRIMARY KEY,
        email          text        NOT NULL CHECK (email = lower(email)),
        name           text,
        password_hash  text        NOT NULL,
        is_admin       boolean     NOT NULL DEFAULT false,
        disabled_at    timestamptz,
        created_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_users_email UNIQUE (email)
      )`);
    await queryRunner.query('CREATE INDEX ix_users_created_at ON users (created_at DESC, id DESC)');
    await queryRunner.query(`
      CREATE TABLE memberships (
        id        uuid PRIMARY KEY,
        user_id   uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        mall_id   uuid NOT NULL,
        role      text NOT NULL CHECK (role IN ('operator', 'tenant')),
        store_id  uuid,
        CHECK ((role = 'tenant') = (store_id IS NOT NULL))
      )`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX uq_memberships ON memberships (user_id, mall_id, role, COALESCE(store_id, mall_id))',
    );
    await queryRunner.query('CREATE INDEX ix_memberships_mall ON memberships (mall_id)');
  }

  /** A session is one sign-in; its refresh tokens are a chain of which only the last is good. */
  private async createSessions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE sessions (
        id             uuid        PRIMARY KEY,
        user_id        uuid        NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        address        text        NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now(),
        expires_at     timestamptz NOT NULL,
        revoked_at     timestamptz,
        revoked_for    text CHECK (revoked_for IN ('logout', 'reuse', 'disabled')),
        CHECK ((revoked_at IS NULL) = (revoked_for IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX ix_sessions_user ON sessions (user_id) WHERE revoked_at IS NULL');
    await queryRunner.query('CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)');
    await queryRunner.query(`
      CREATE TABLE refresh_tokens (
        hash        bytea       PRIMARY KEY,
        session_id  uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        expires_at  timestamptz NOT NULL,
        used_at     timestamptz
      )`);
    await queryRunner.query('CREATE INDEX ix_refresh_tokens_session ON refresh_tokens (session_id)');
    await queryRunner.query('CREATE INDEX ix_refresh_tokens_expires_at ON refresh_tokens (expires_at)');
  }
}
