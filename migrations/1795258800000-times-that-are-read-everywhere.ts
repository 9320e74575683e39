import type { MigrationInterface, QueryRunner } from 'typeorm';

const CAN_BE_READ = `recorded_at >= '1900-01-01 00:00:00+00' AND recorded_at < '10000-01-01 00:00:00+00'`;

/** JSON of a year before Christ or of five digits is no time to most readers. What nobody can have meant is forgotten. */
export class TimesThatAreReadEverywhere1795258800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['videos', 'dashboard_sessions']) {
      await queryRunner.query(`UPDATE ${table} SET recorded_at = NULL WHERE NOT (${CAN_BE_READ})`);
      await queryRunner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ck_${table}_recorded_at CHECK (${CAN_BE_READ})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['videos', 'dashboard_sessions'])
      await queryRunner.query(`ALTER TABLE ${table} DROP CONSTRAINT ck_${table}_recorded_at`);
  }
}
