import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { Database } = require('../../../dist/src/platform/database/database.js');
const {
  PostgresVideoReader,
} = require('../../../dist/src/modules/videos/persistence/postgres-video-reader.js');

/**
 * The reader of the product at a database that tells how it answered. Every statement is explained as the product sent it and
 * then run, so that what the reader does next depends on rows that are there.
 */
export class ExplainingReader {
  #client;
  #reader;
  #explained = [];

  static async at(connectionString) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    // One process answers, so that what it took of a processor is all that was taken.
    await client.query('SET max_parallel_workers_per_gather = 0');
    return new ExplainingReader(client);
  }

  constructor(client) {
    this.#client = client;
    this.#reader = new PostgresVideoReader(new AskedDatabase((sql, values) => this.#ask(sql, values)));
  }

  /** What the reader answered, and `{ sql, plan, milliseconds, processorMilliseconds }` of each statement that it took. */
  async answer(ask) {
    this.#explained = [];
    const answer = await ask(this.#reader);
    return { answer, statements: this.#explained };
  }

  async rows(sql, values) {
    return (await this.#client.query(sql, values)).rows;
  }

  close() {
    return this.#client.end();
  }

  /** Without a clock in every node, which would measure itself. */
  async #ask(sql, values) {
    const explain = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`;
    const before = this.#processorMilliseconds();
    const [{ 'QUERY PLAN': explained }] = await this.rows(explain, values);
    const [{ Plan: plan, 'Planning Time': planning, 'Execution Time': execution }] = explained;
    const processorMilliseconds = this.#processorMilliseconds() - before;
    this.#explained.push({ sql, plan, milliseconds: planning + execution, processorMilliseconds });
    return this.rows(sql, values);
  }

  /** Of the process that answers; it has to be on this machine. */
  #processorMilliseconds() {
    const [nanoseconds] = readFileSync(`/proc/${this.#client.processID}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  }
}

class AskedDatabase extends Database {
  constructor(ask) {
    super();
    this.ask = ask;
  }

  async query(sql, values) {
    const rows = await this.ask(sql, values);
    return { rows, count: rows.length };
  }
}
