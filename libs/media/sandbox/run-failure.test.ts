import { failureOfRun, ranOutOfMemory } from './run-failure';
import type { RunOutcome } from './run-program';

const good: RunOutcome = { exitCode: 0, signal: null, stoppedFor: null, stdout: Buffer.alloc(0), stderr: '' };

describe('how a run failed', () => {
  it.each<[string, Partial<RunOutcome>, string, boolean]>([
    ['the deadline', { stoppedFor: 'deadline', exitCode: 255 }, 'timed_out', false],
    ['no progress', { stoppedFor: 'stalled', signal: 'SIGKILL' }, 'stalled', false],
    ['called off', { stoppedFor: 'aborted', signal: 'SIGTERM' }, 'aborted', false],
    ['an endless answer', { stoppedFor: 'too_much_output' }, 'resource_limit', false],
    ['a crash', { signal: 'SIGSEGV' }, 'crashed', false],
    ['an assertion', { signal: 'SIGABRT' }, 'crashed', false],
    ['the limit of CPU time', { signal: 'SIGXCPU' }, 'resource_limit', false],
    ['the limit of CPU time, caught', { exitCode: 255 }, 'resource_limit', false],
    ['the limit of file size', { signal: 'SIGXFSZ' }, 'resource_limit', false],
    ['killed by the kernel', { signal: 'SIGKILL' }, 'resource_limit', false],
    [
      'no memory for an encoder',
      { exitCode: 1, stderr: 'x264 [error]: malloc of size 3418304 failed\nError submitting video frame' },
      'resource_limit',
      false,
    ],
    ['no memory', { exitCode: 1, stderr: 'input: Cannot allocate memory\n' }, 'resource_limit', false],
    [
      'no room',
      { exitCode: 1, stderr: 'av_interleaved_write_frame(): No space left on device' },
      'no_space',
      false,
    ],
    [
      'a protection that failed',
      { exitCode: 1, stderr: 'unshare: unshare failed: Operation not permitted\n' },
      'crashed',
      false,
    ],
    ['no program', { exitCode: 127, stderr: 'setpriv: failed to execute' }, 'tool_unusable', false],
  ])('is told by %s', (_what, outcome, code, isPermanent) => {
    expect(failureOfRun({ ...good, ...outcome })).toMatchObject({ code, isPermanent });
  });

  it('is left to who asked where only the file could have written the name of a protection', () => {
    const stderr = 'input: Invalid data\nunshare: as if it had failed\n';
    expect(failureOfRun({ ...good, exitCode: 1, stderr })).toBeNull();
  });

  it.each<[string, Partial<RunOutcome>]>([
    ['the kernel', { signal: 'SIGKILL' }],
    ['the system', { exitCode: 1, stderr: 'input: Cannot allocate memory\n' }],
    ['x264', { exitCode: 1, stderr: 'x264 [error]: malloc of size 26999616 failed\n' }],
    ['x265', { signal: 'SIGABRT', stderr: 'what():  std::bad_alloc\n' }],
    [
      'a coder without threads',
      { exitCode: 1, stderr: '[mjpeg @ 0x55] ff_frame_thread_encoder_init failed\n' },
    ],
    [
      'a filter without threads',
      { exitCode: 1, stderr: 'filter network: Resource temporarily unavailable\n' },
    ],
  ])('is for want of memory where %s says so', (_who, outcome) => {
    expect(failureOfRun({ ...good, ...outcome })).toMatchObject({ code: 'resource_limit' });
    expect(ranOutOfMemory({ ...good, ...outcome })).toBe(true);
  });

  it.each<[string, Partial<RunOutcome>]>([
    ['an endless answer', { stoppedFor: 'too_much_output', signal: 'SIGKILL' }],
    ['CPU time', { exitCode: 255 }],
    ['the size of files', { exitCode: 1, stderr: 'File too large\n' }],
    ['nothing at all', {}],
  ])('is not for want of memory where the limit is %s', (_which, outcome) => {
    expect(ranOutOfMemory({ ...good, ...outcome })).toBe(false);
  });

  it('is no failure when it ended by itself, and nobody else’s business when it says no', () => {
    expect(failureOfRun(good)).toBeNull();
    expect(failureOfRun({ ...good, exitCode: 1, stderr: 'moov atom not found' })).toBeNull();
  });

  it('keeps a bounded end of the complaints', () => {
    const failure = failureOfRun({ ...good, signal: 'SIGSEGV', stderr: `${'x'.repeat(60_000)}end` });
    expect(failure?.evidence.stderr).toMatch(/^x{1997}end$/);
  });
});
