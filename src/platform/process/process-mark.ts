import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

const PARTS = /^(\w+)-(\w+)-(\d+)-(\w+)$/;

/** What tells this kernel and its table of processes from every other: containers share the one and not the other. */
const here = readHere();

export type Fate = 'alive' | 'dead' | 'unknown';

/**
 * Names a process so that no other is ever taken for it: boot, process namespace, process id, and when it began, since ids
 * are given again. Null when there is no such process.
 */
export function markOfProcess(pid: number): string | null {
  const began = here.isReadable ? beginningOf(pid) : '0';
  return began === null ? null : `${here.boot}-${here.namespace}-${String(pid)}-${began}`;
}

/** Whether a process still lives; unknown for one of another boot, container or machine, and for what is no mark. */
export function fateOf(mark: string): Fate {
  const [, boot, namespace, pid] = PARTS.exec(mark) ?? [];
  if (!here.isReadable || boot !== here.boot || namespace !== here.namespace) return 'unknown';
  return markOfProcess(Number(pid)) === mark ? 'alive' : 'dead';
}

export function isProcessMark(name: string): boolean {
  return PARTS.test(name);
}

function readHere(): { readonly isReadable: boolean; readonly boot: string; readonly namespace: string } {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').replaceAll(/\W/g, '');
    const [namespace = ''] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    if (boot !== '' && namespace !== '' && beginningOf(process.pid) !== null)
      return { isReadable: true, boot, namespace };
  } catch {
    // Not a Linux, or one that hides it.
  }
  return { isReadable: false, boot: randomBytes(8).toString('hex'), namespace: '0' };
}

/** In ticks since the boot: field 22, counted behind the name, which may hold anything but ends with the last bracket. */
function beginningOf(pid: number): string | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
