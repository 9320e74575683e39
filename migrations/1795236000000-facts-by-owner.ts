import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever was away reads what happened to its own things since then, among millions of others' facts. */
export class FactsByOwner1795236000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX ix_outbox_owner_position ON outbox (owner_id, position)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX ix_outbox_owner_position');
  }
}
