import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was recorded cannot be changed, and every row has a place in a chain that shows whether somebody did. */
export class SealedAudit1795255200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.createSeals(queryRunner);
    await this.refuseChanges(queryRunner);
    for (const column of ['actor_id', 'action', 'target_id']) {
      await queryRunner.query(
        `CREATE INDEX ix_audit_events_${column} ON audit_events (${column}, occurred_at DESC, id DESC)`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const column of ['actor_id', 'action', 'target_id']) {
      await queryRunner.query(`DROP INDEX ix_audit_events_${column}`);
    }
    await queryRunner.query('DROP TRIGGER tr_audit_events_append_only ON audit_events');
    await queryRunner.query('DROP TRIGGER tr_audit_events_seal ON audit_events');
    await queryRunner.query('DROP TABLE audit_seals');
    await queryRunner.query('DROP FUNCTION refuse_change_of_audit(), await_audit_seal()');
  }

  /** A seal comes with its row and waits, so that a sealer need not search the trail; it is filled in once. */
  private async createSeals(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_seals (
        event_id       uuid    PRIMARY KEY,
        position       bigint  CONSTRAINT uq_audit_seals_position UNIQUE CHECK (position > 0),
        previous_hash  bytea   CHECK (length(previous_hash) = 32),
        hash           bytea   CHECK (length(hash) = 32),
        CONSTRAINT ck_audit_seals_whole CHECK (num_nonnulls(position, previous_hash, hash) IN (0, 3))
      )`);
    await queryRunner.query(
      'CREATE INDEX ix_audit_seals_waiting ON audit_seals (event_id) WHERE position IS NULL',
    );
    await queryRunner.query(`
      CREATE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO audit_seals (event_id) VALUES (NEW.id);
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER tr_audit_events_seal AFTER INSERT ON audit_events
        FOR EACH ROW EXECUTE FUNCTION await_audit_seal()`);
    await queryRunner.query('INSERT INTO audit_seals (event_id) SELECT id FROM audit_events');
  }

  private async refuseChanges(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER tr_audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit()`);
    await queryRunner.query(`
      CREATE TRIGGER tr_audit_seals_append_only BEFORE DELETE OR TRUNCATE ON audit_seals
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit()`);
    await queryRunner.query(`
      CREATE TRIGGER tr_audit_seals_set_once BEFORE UPDATE ON audit_seals
        FOR EACH ROW WHEN (OLD.position IS NOT NULL OR NEW.event_id <> OLD.event_id)
        EXECUTE FUNCTION refuse_change_of_audit()`);
  }
}
