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

  /**
   * The rows as one text in JSON, for hot reads of many columns: the driver was measured to take ten times as long to put a row
   * of forty columns together as to parse it. JSON has no times, so they are named.
   */
  async rowsByJson<Row extends object>(
    sql: string,
    parameters: readonly unknown[],
    times: readonly (keyof Row)[],
  ): Promise<Row[]> {
    const answer = await this.first<{ rows: string | null }>(
      `SELECT json_agg(answer)::text AS rows FROM (${sql}) AS answer`,
      parameters,
    );
    const rows = JSON.parse(answer?.rows ?? '[]') as Row[];
    for (const row of rows) for (const name of times) row[name] = timeIn(row[name]) as Row[keyof Row];
    return rows;
  }
}

function timeIn(value: unknown): Date | null {
  return typeof value === 'string' ? new Date(value) : null;
}
