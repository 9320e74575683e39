import { MediaError, type MediaErrorCode } from '../media-error';
import type { RunOutcome, StopReason } from './run-program';

const STOPPED: Readonly<Record<StopReason, MediaErrorCode>> = {
  deadline: 'timed_out',
  stalled: 'stalled',
  aborted: 'aborted',
  too_much_output: 'resource_limit',
};

/** SIGKILL that is not ours is the kernel's: out of memory, or CPU time used up. */
const LIMIT_SIGNALS: ReadonlySet<NodeJS.Signals> = new Set(['SIGXCPU', 'SIGXFSZ', 'SIGKILL']);

/** ffmpeg makes this exit code of every signal it catches; only the limit of CPU time sends it one unasked. */
const CAUGHT_SIGNAL = 255;
/** By convention of shells, loaders and the commands of the sandbox: not executable, not found, library missing. */
const NOT_RUN: readonly (number | null)[] = [126, 127];

/** Everybody says it in words of their own: the system, C++, x264, coders and filters that cannot have their threads. */
const NO_MEMORY = new RegExp(
  [
    ...['Cannot allocate memory', 'std::bad_alloc', 'memory exhausted', 'out of memory'],
    ...[
      String.raw`malloc of size \d+ failed`,
      'thread_encoder_init failed',
      'Resource temporarily unavailable',
    ],
  ].join('|'),
  'i',
);

const COMPLAINTS: readonly (readonly [RegExp, MediaErrorCode])[] = [
  [NO_MEMORY, 'resource_limit'],
  [/File too large|Too many open files/, 'resource_limit'],
  [/No space left on device|Disk quota exceeded/, 'no_space'],
  // A protection could not be set up, so nobody has looked at the file: that it is damaged must not be said of it.
  [/^(?:prlimit|unshare|setpriv): /, 'crashed'],
];

/** Failures that any program can have, whatever it was asked; null leaves the exit code to whoever asked. */
export function failureOfRun(outcome: RunOutcome): MediaError | null {
  const code = codeOf(outcome);
  return code === null ? null : new MediaError(code, { stderr: outcome.stderr });
}

/** Of all limits, the one that the same work may stay below when it is done with less at once. */
export function ranOutOfMemory(outcome: RunOutcome): boolean {
  if (codeOf(outcome) !== 'resource_limit' || outcome.stoppedFor !== null) return false;
  return outcome.signal === 'SIGKILL' || NO_MEMORY.test(outcome.stderr);
}

function codeOf({ exitCode, signal, stoppedFor, stderr }: RunOutcome): MediaErrorCode | null {
  if (stoppedFor !== null) return STOPPED[stoppedFor];
  if (signal !== null)
    return LIMIT_SIGNALS.has(signal) || NO_MEMORY.test(stderr) ? 'resource_limit' : 'crashed';
  if (exitCode === 0) return null;
  if (NOT_RUN.includes(exitCode)) return 'tool_unusable';
  if (exitCode === CAUGHT_SIGNAL) return 'resource_limit';
  return COMPLAINTS.find(([pattern]) => pattern.test(stderr))?.[1] ?? null;
}
