import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from './eventually';
import { ProcessLog } from './process-log';

export const PROJECT_ROOT = path.resolve(__dirname, '../..');

/** Longer than a process may take to drain. */
const STOP_LIMIT_MS = 35_000;

export type Variables = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<BuiltProcess>();

/** Processes that some test left behind: none, at the end of every file. */
export function leftRunning(): readonly string[] {
  return [...running].map(({ script, pid }) => `${script} (pid ${String(pid)})`);
}

/** For a test that could not even begin: what it started would outlive it. */
export async function killLeftRunning(): Promise<void> {
  await Promise.all([...running].map((left) => left.kill()));
}

/** A program of `dist`, run as an operator runs it: by environment and signals alone. */
export class BuiltProcess {
  readonly log = new ProcessLog();
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private wasAsked = false;

  constructor(
    readonly script: string,
    variables: Variables,
    args: readonly string[] = [],
  ) {
    this.child = spawn(process.execPath, [path.join('dist/src', script), ...args], {
      cwd: PROJECT_ROOT,
      env: { PATH: process.env.PATH, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', this.log.take);
    this.child.stderr?.on('data', this.log.take);
    running.add(this);
    this.exited = this.untilExit();
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** It ended, and nobody had asked it to. */
  get hasCrashed(): boolean {
    return !this.isRunning && !this.wasAsked;
  }

  signal(name: NodeJS.Signals): void {
    this.wasAsked = true;
    this.child.kill(name);
  }

  /** Asks it to stop, as an orchestrator does; one that does not drain in time is killed and reported. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    const limit = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
    const exit = await this.exited;
    clearTimeout(limit);
    return exit;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  /** Waits until it kills itself, which it was armed for; whatever else ends it, or that it lives on, is a failure. */
  async diesByItself(limitMs: number): Promise<void> {
    this.wasAsked = true;
    await eventually(`${this.script} kills itself`, () => !this.isRunning, limitMs);
    const { code, signal } = await this.exited;
    if (signal !== 'SIGKILL')
      throw new Error(`${this.script} ended with ${String(code ?? signal)}:\n${this.log.text.slice(-4_000)}`);
  }

  /** Waits for a line of the log, or fails at once when the process ends before it. */
  async ready(message: string): Promise<Readonly<Record<string, unknown>>> {
    const ended = this.exited.then(({ code }) => {
      throw new Error(`${this.script} ended with ${String(code)} instead:\n${this.log.text.slice(-4_000)}`);
    });
    ended.catch(() => undefined);
    return Promise.race([this.log.line(message), ended]);
  }

  private async untilExit(): Promise<Exit> {
    const [code, signal] = (await once(this.child, 'close')) as [number | null, NodeJS.Signals | null];
    running.delete(this);
    return { code, signal };
  }
}

/** Runs a subcommand of the command line to its end. */
export async function runCli(
  subcommand: string,
  variables: Variables,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const cli = new BuiltProcess('cli.js', variables, [subcommand]);
  const { code } = await cli.exited;
  return { code, output: cli.log.text };
}
