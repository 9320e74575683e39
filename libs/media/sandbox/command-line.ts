import type { RunLimits } from './run-limits';
import type { SandboxFacts, SandboxPart } from './sandbox-facts';

export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
}

/** ffmpeg ends tidily at the soft limit of CPU time; what does not is killed at the hard one. */
const CPU_GRACE_SECONDS = 5;

/**
 * The program behind every protection there is. Each command replaces itself by the next, so the process that we start is
 * in the end the program itself. The death signal comes last: a change of privileges would clear it.
 */
export function sandboxedCommand(
  facts: SandboxFacts,
  limits: RunLimits,
  program: string,
  args: readonly string[],
): CommandLine {
  const limiting = facts.limits.isAvailable ? [...facts.limits.command, ...limitArguments(limits)] : [];
  const [file = program, ...rest] = [
    ...commandOf(facts.niceness),
    ...limiting,
    ...commandOf(facts.noNetwork),
    ...commandOf(facts.noNewPrivileges),
    ...commandOf(facts.deathSignal),
    program,
    ...args,
  ];
  return { file, args: rest };
}

function commandOf(part: SandboxPart): readonly string[] {
  return part.isAvailable ? part.command : [];
}

export function limitArguments(limits: RunLimits): readonly string[] {
  const cpu = whole(limits.cpuSeconds);
  return [
    `--cpu=${String(cpu)}:${String(cpu + CPU_GRACE_SECONDS)}`,
    both('fsize', limits.fileSizeBytes),
    both('nofile', limits.openFiles),
    both('as', limits.addressSpaceBytes),
    // A core file of a crash would hold what the program had in memory.
    '--core=0:0',
  ];
}

function both(name: string, value: number): string {
  return `--${name}=${String(whole(value))}:${String(whole(value))}`;
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError('a limit is a whole number above 0');
  return value;
}
