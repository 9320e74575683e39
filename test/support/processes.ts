import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly state: string;
}

/** Everything that runs, as Linux tells it. */
export function processes(): readonly ProcessLine[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readLine(Number(name)));
}

function readLine(pid: number): readonly ProcessLine[] {
  const text = readOrEmpty(`/proc/${String(pid)}/stat`);
  // The name stands in brackets and may hold anything.
  const [state, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || parent === undefined || group === undefined) return [];
  return [{ pid, parent: Number(parent), group: Number(group), state }];
}

/** What still runs of a group; what is dead and only waits to be noticed by its parent does not. */
export function aliveInGroup(group: number): readonly number[] {
  return processes()
    .filter((line) => line.group === group && line.state !== 'Z' && line.state !== 'X')
    .map(({ pid }) => pid);
}

/** What works in a folder or below it: programs that look into a file work beside that file. */
export function workingBelow(folder: string): readonly ProcessLine[] {
  if (process.platform !== 'linux') return [];
  return processes().filter(({ pid }) => workingFolderOf(pid).startsWith(folder));
}

/** None for what is dead and only waits to be noticed. */
function workingFolderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return '';
  }
}

export function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Zero where nobody tells. */
export function residentBytes(pid: number): number {
  return bytesInStatus(pid, /VmRSS:\s+(\d+)/);
}

/** The most that it ever had. */
export function peakResidentBytes(pid: number): number {
  return bytesInStatus(pid, /VmHWM:\s+(\d+)/);
}

function bytesInStatus(pid: number, pattern: RegExp): number {
  return Number(pattern.exec(readOrEmpty(`/proc/${String(pid)}/status`))?.[1] ?? 0) * 1024;
}
