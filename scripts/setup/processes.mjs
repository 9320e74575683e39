import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

// A pid alone names nobody: it is given to another process some day. Together with the start time it names one for good.

export function startTimeFromStat(stat, bootId) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : `${bootId}:${fields[19]}`;
}

function startTimeOnLinux(pid) {
  try {
    const bootId = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return startTimeFromStat(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'), bootId);
  } catch {
    return undefined;
  }
}

function startTimeFromPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state, ...started] = line.split(/\s+/);
    return state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

export function startTimeOf(pid) {
  return process.platform === 'linux' ? startTimeOnLinux(pid) : startTimeFromPs(pid);
}

/** The parent of a process that is a shell; undefined for any other, and where finding out is not cheap. */
export function parentOfShell(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat);
    return /^(ba|da|a|z|k)?sh$|^busybox$/.test(name) ? Number(rest.split(' ')[1]) : undefined;
  } catch {
    return undefined;
  }
}

export function identify(pid) {
  return { pid, startTime: startTimeOf(pid) };
}

export function isAlive(identity) {
  return Boolean(identity?.pid && identity.startTime && startTimeOf(identity.pid) === identity.startTime);
}

export function readRecord(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeRecord(file, record) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  fs.renameSync(partial, file);
}

/** The leader of a group may be gone while its children (an ffmpeg, say) live on. */
export function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

export async function untilGone(identity, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

/**
 * Asks one process of ours to end, then its whole group to die.
 * `signals` are tried in turn, each with its own patience; SIGKILL for the group comes after the last one.
 */
export async function endProcess(identity, signals = [['SIGTERM', 30_000]]) {
  if (!isAlive(identity)) return;
  for (const [signal, patienceMs] of signals) {
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
    if (await untilGone(identity, patienceMs)) break;
  }
  killGroup(identity.pid, 'SIGKILL');
  await untilGone(identity, 5_000);
}
