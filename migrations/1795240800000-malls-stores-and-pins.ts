import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Malls, the stores in them, and the pins where their cameras hang. */
export class MallsStoresAndPins1795240800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE malls (
        id               uuid        PRIMARY KEY,
        name             text        NOT NULL CHECK (name <> ''),
        detection_model  text,
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`
      CREATE TABLE stores (
        id          uuid        PRIMARY KEY,
        mall_id     uuid        NOT NULL CONSTRAINT fk_stores_mall REFERENCES malls (id),
        name        text        NOT NULL CHECK (name <> ''),
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uq_stores_of_mall UNIQUE (mall_id, id)
      )`);
    // The store of a pin is in the same mall: two ids that each exist would not be enough.
    await queryRunner.query(`
      CREATE TABLE pins (
        id          uuid        PRIMARY KEY,
        mall_id     uuid        NOT NULL CONSTRAINT fk_pins_mall REFERENCES malls (id),
        store_id    uuid,
        name        text        NOT NULL CHECK (name <> ''),
        location    jsonb       CHECK (location ?& ARRAY['x', 'y', 'floor']),
        active      boolean     NOT NULL DEFAULT true,
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT fk_pins_store FOREIGN KEY (mall_id, store_id) REFERENCES stores (mall_id, id),
        CONSTRAINT uq_pins_of_mall UNIQUE (mall_id, id)
      )`);
    await queryRunner.query('CREATE INDEX ix_pins_store ON pins (store_id) WHERE store_id IS NOT NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['pins', 'stores', 'malls']) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
