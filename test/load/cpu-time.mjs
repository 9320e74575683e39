import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time of a process and of everything that it started and that has ended since, however short it lived:
 * the kernel adds a child's time, and that of its children, to its parent when the parent takes note of the end.
 */
export function cpuSecondsOf(pid) {
  const { own, children } = timesOf(pid);
  return own + children;
}

/** What programs cost that this process starts and waits for. */
export async function cpuSecondsOfChildrenIn(work) {
  const before = timesOf('self').children;
  await work();
  return timesOf('self').children - before;
}

function timesOf(pid) {
  const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const ticks = status
    .slice(status.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const [user, system, childrensUser, childrensSystem] = ticks.map((count) => count / TICKS_PER_SECOND);
  return { own: user + system, children: childrensUser + childrensSystem };
}

/** Ids of the processes that a process has started, and of theirs. */
export function descendantsOf(pid) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statusOf(name)[1])]);
  const below = (parent) =>
    parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

export function isGone(pid) {
  const [state = 'Z'] = statusOf(pid);
  return state === 'Z';
}

/** What follows the name of a process: state, parent, and so on; nothing once it is gone. */
function statusOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.slice(status.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
