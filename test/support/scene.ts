import { existsSync } from 'node:fs';
import path from 'node:path';
import { Pool, type QueryResultRow } from 'pg';
import { ApiClient } from './api-client';
import { ApiProcess, startWorkerProcess } from './api-process';
import { killLeftRunning, leftRunning, type BuiltProcess, type Variables } from './built-process';
import { Contract } from './contract';
import { createTestEnvironment, type TestEnvironment } from './environment';
import { eventually } from './eventually';
import { brokenInvariantsOf } from './invariant-check';
import { logIn, PASSWORD, type Person } from './people';

/** Settings of the processes beyond those of the environment; a function sees these first, to put a proxy before them. */
export type Changes = Variables | ((given: Variables) => Variables);

/** Processes take seconds to start and to drain where several share two cores. */
jest.setTimeout(60_000);

const ERROR_LEVEL = 50;
/** What signs people in; a log that holds one of these has leaked. */
const CREDENTIALS = /\beyJ[A-Za-z0-9_-]{8,}\.|\bfg(?:r|_live|_test)_[A-Za-z0-9_-]{8,}/;

/** A whole installation for one test file: database, data folder, API and worker as built processes. */
export class Scene {
  private readonly processes: BuiltProcess[] = [];
  private adminAtWork: Promise<Person> | null = null;

  private constructor(
    readonly variables: Variables,
    readonly api: ApiProcess,
    readonly client: ApiClient,
    private readonly environment: TestEnvironment,
    private readonly database: Pool,
  ) {
    this.processes.push(api);
  }

  static async open(changes: Changes = {}): Promise<Scene> {
    const environment = await createTestEnvironment();
    const given = environment.variables;
    const variables = { ...given, ...(typeof changes === 'function' ? changes(given) : changes) };
    try {
      const [api, worker] = await Promise.all([ApiProcess.start(variables), startWorkerProcess(variables)]);
      const client = new ApiClient(api.baseUrl, await Contract.of(api.baseUrl));
      const scene = new Scene(variables, api, client, environment, databaseAt(given.DATABASE_URL));
      scene.processes.push(worker);
      return scene;
    } catch (error) {
      await killLeftRunning();
      await environment.remove();
      throw error;
    }
  }

  get dataFolder(): string {
    return this.environment.dataFolder;
  }

  /** Where workers work on files. */
  get temporaryFolder(): string {
    return this.variables.FRAMEGATE_TMP_DIR ?? path.join(this.dataFolder, 'tmp');
  }

  /** Another HTTP process of the same installation. */
  async startApi(changes: Variables = {}): Promise<ApiProcess> {
    const api = await ApiProcess.start({ ...this.variables, ...changes });
    this.processes.push(api);
    return api;
  }

  async startWorker(changes: Variables = {}): Promise<BuiltProcess> {
    const worker = await startWorkerProcess({ ...this.variables, ...changes });
    this.processes.push(worker);
    return worker;
  }

  get running(): readonly BuiltProcess[] {
    return this.processes.filter(({ isRunning }) => isRunning);
  }

  get workers(): readonly BuiltProcess[] {
    return this.running.filter(({ script }) => script === 'worker.js');
  }

  /** The admin of the configuration, signed in once. */
  admin(): Promise<Person> {
    const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = this.variables;
    this.adminAtWork ??= logIn(this.client, email, password);
    return this.adminAtWork;
  }

  /** Straight at the database, past any proxy that the processes go through. */
  async sql<Row extends QueryResultRow>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.database.query<Row>(text, [...parameters])).rows;
  }

  /** Stops everything; throws when something was left behind, broken, or written where it must not be. */
  async close(): Promise<void> {
    const faults: string[] = [];
    try {
      await this.untilFactsArePublished();
      faults.push(
        ...this.crashes(),
        ...(await this.stopProcesses()),
        ...this.logFaults(),
        ...(await this.brokenInvariants()),
      );
    } finally {
      await this.database.end();
      await this.environment.remove();
    }
    if (existsSync(this.dataFolder)) faults.push(`${this.dataFolder} was left behind`);
    faults.push(...leftRunning().map((name) => `${name} still runs`));
    if (faults.length > 0) throw new Error(`This file left something behind:\n- ${faults.join('\n- ')}`);
  }

  private async untilFactsArePublished(): Promise<void> {
    if (this.workers.length === 0) await this.startWorker();
    await eventually('every fact is published', async () => {
      const waiting = await this.sql('SELECT outbox.id FROM outbox WHERE outbox.position IS NULL LIMIT 1');
      return waiting.length === 0;
    });
  }

  private crashes(): string[] {
    const crashed = this.processes.filter(({ hasCrashed }) => hasCrashed);
    return crashed.map(({ script, log }) => `${script} crashed:\n${log.text.slice(-4_000)}`);
  }

  private async stopProcesses(): Promise<string[]> {
    const faults = await Promise.all(
      this.running.map(async (running) => {
        const { code, signal } = await running.stop();
        return code === 0 ? null : `${running.script} ended with ${String(code ?? signal)}`;
      }),
    );
    return faults.filter((fault) => fault !== null);
  }

  private logFaults(): string[] {
    const { SECRET_KEY, ADMIN_PASSWORD } = this.variables;
    const secrets = [SECRET_KEY, ADMIN_PASSWORD, PASSWORD].filter(
      (secret) => secret !== undefined && secret !== '',
    ) as string[];

    return this.processes.flatMap(({ script, log }) => [
      ...log.plainText.map((line) => `${script} wrote no log line: ${line}`),
      ...log.lines
        .filter(({ level }) => Number(level) >= ERROR_LEVEL)
        .map((line) => `${script}: ${JSON.stringify(line)}`),
      ...(secrets.some((secret) => log.text.includes(secret)) || CREDENTIALS.test(log.text)
        ? [`${script} logged a secret`]
        : []),
    ]);
  }

  private async brokenInvariants(): Promise<string[]> {
    // Past any proxy, which a test may have left in a mood.
    const { DATABASE_URL = '', REDIS_URL = '' } = this.environment.variables;
    const broken = await brokenInvariantsOf({ ...this.variables, DATABASE_URL, REDIS_URL });
    return broken === null ? [] : [`an invariant is broken:\n${broken}`];
  }
}

function databaseAt(url: string | undefined): Pool {
  const pool = new Pool({ connectionString: url, max: 3 });
  // Connections that idle here end with the database when it is dropped.
  pool.on('error', () => undefined);
  return pool;
}
