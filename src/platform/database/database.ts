import type { EntityManager } from 'typeorm';

export interface SqlResult<Row> {
  readonly rows: Row[];
  /** Rows that an INSERT, UPDATE or DELETE touched. */
  readonly count: number;
}

/**
 * SQL against Postgres: inside the running unit of work where there is one, else on a connection of the pool. Statements
 * are constants; values travel as parameters.
 */
export abstract class Database {
  abstract query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<SqlResult<Row>>;

  /** For plain CRUD tables alone: state moves by conditional UPDATEs (see docs/adr). */
  abstract get entities(): EntityManager;

  async rows<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return (await this.query<Row>(sql, parameters)).rows;
  }

  async first<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters)).rows[0];
  }
}
