import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { MediaError } from '../media-error';
import { CappedOutput, OutputTail } from './bounded-output';
import { sandboxedCommand } from './command-line';
import { ProgressReader, type Progress } from './progress-reader';
import type { RunLimits } from './run-limits';
import type { MediaTools } from './sandbox-facts';

export interface ProgramRun {
  readonly program: 'ffmpeg' | 'ffprobe';
  /** Built by a pure function from a typed plan; see the property test. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly limits: RunLimits;
  readonly signal?: AbortSignal | undefined;
  /** For a program that was told `-progress pipe:3`. */
  readonly watch?: ProgressWatch | undefined;
}

export interface ProgressWatch {
  readonly stallSeconds: number;
  readonly onProgress: (progress: Progress) => void;
}

export type StopReason = 'deadline' | 'stalled' | 'aborted' | 'too_much_output';

export interface RunOutcome {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why we stopped it, or null when it ended by itself. */
  readonly stoppedFor: StopReason | null;
  readonly stdout: Buffer;
  /** The last 64 KiB. */
  readonly stderr: string;
}

const STDERR_BYTES = 64 * 1024;
const TERM_GRACE_MS = 5_000;
/** Once the program is gone, its pipes are closed, unless something that left its group holds them. */
const PIPE_GRACE_MS = 1_000;

/** The one way in which ffmpeg and ffprobe are run. Ends when the program and everything in its group is gone. */
export async function runProgram(tools: MediaTools, run: ProgramRun): Promise<RunOutcome> {
  if (run.signal?.aborted) throw new MediaError('aborted', {}, { cause: run.signal.reason });
  return new SupervisedProgram(tools, run).outcome();
}

class SupervisedProgram {
  private readonly child: ChildProcess;
  private readonly stdout: CappedOutput;
  private readonly stderr = new OutputTail(STDERR_BYTES);
  private readonly timers = new Map<'deadline' | 'stall' | 'kill' | 'pipes', NodeJS.Timeout>();
  private stoppedFor: StopReason | null = null;
  private furthest = -1;

  constructor(
    tools: MediaTools,
    private readonly run: ProgramRun,
  ) {
    const program = run.program === 'ffmpeg' ? tools.ffmpegPath : tools.ffprobePath;
    const command = sandboxedCommand(tools.sandbox, run.limits, program, run.args);
    this.stdout = new CappedOutput(run.limits.stdoutBytes);
    this.child = spawn(command.file, command.args, {
      cwd: run.folder,
      env: tools.libraryPath === null ? {} : { LD_LIBRARY_PATH: tools.libraryPath },
      stdio: ['ignore', 'pipe', 'pipe', run.watch ? 'pipe' : 'ignore'],
      // A group of its own, so that what the program starts ends with it.
      detached: true,
      shell: false,
    });
    this.listen();
  }

  async outcome(): Promise<RunOutcome> {
    this.arm('deadline', this.run.limits.wallSeconds * 1000, () => this.stop('deadline'));
    const onAbort = () => this.stop('aborted');
    this.run.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const [exitCode, signal] = await this.closed();
      return {
        exitCode,
        signal,
        stoppedFor: this.stoppedFor,
        stdout: this.stdout.bytes(),
        stderr: this.stderr.text(),
      };
    } finally {
      this.run.signal?.removeEventListener('abort', onAbort);
      for (const timer of this.timers.values()) clearTimeout(timer);
    }
  }

  private closed(): Promise<[number | null, NodeJS.Signals | null]> {
    return new Promise((resolve, reject) => {
      this.child.once('error', (cause: NodeJS.ErrnoException) => {
        if (this.child.pid !== undefined) return;
        const isUnusable = cause.code === 'ENOENT' || cause.code === 'EACCES';
        reject(new MediaError(isUnusable ? 'tool_unusable' : 'resource_limit', {}, { cause }));
      });
      this.child.once('exit', () => this.sweepGroup());
      this.child.once('close', (code, signal) => resolve([code, signal]));
    });
  }

  private listen(): void {
    this.child.stdout?.on('data', (chunk: Buffer) => {
      if (!this.stdout.take(chunk)) this.stop('too_much_output');
    });
    this.child.stderr?.on('data', this.stderr.take);
    if (this.run.watch) this.listenToProgress(this.run.watch);
  }

  private listenToProgress(watch: ProgressWatch): void {
    const lookAgain = () => this.arm('stall', watch.stallSeconds * 1000, () => this.stop('stalled'));
    const reader = new ProgressReader((progress) => {
      const reached = progress.frame + progress.outTimeSeconds;
      if (reached > this.furthest) lookAgain();
      this.furthest = Math.max(this.furthest, reached);
      watch.onProgress(progress);
    });
    (this.child.stdio[3] as Readable | null)?.on('data', reader.take);
    lookAgain();
  }

  /** Asks, waits, kills. The first reason is the one that is told. */
  private stop(reason: StopReason): void {
    if (this.stoppedFor !== null) return;
    this.stoppedFor = reason;
    this.signalGroup('SIGTERM');
    this.arm('kill', TERM_GRACE_MS, () => this.signalGroup('SIGKILL'));
  }

  /** The program is gone: so is what it started, and nobody waits for a pipe that a stranger holds. */
  private sweepGroup(): void {
    this.signalGroup('SIGKILL');
    this.arm('pipes', PIPE_GRACE_MS, () => {
      for (const pipe of this.child.stdio) pipe?.destroy();
    });
  }

  private signalGroup(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }

  private arm(name: 'deadline' | 'stall' | 'kill' | 'pipes', delayMs: number, action: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(action, delayMs));
  }
}
