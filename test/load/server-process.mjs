import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import readline from 'node:readline';

const READY_WITHIN_MS = 60_000;
const TICKS_PER_SECOND = 100;

/** A server under measurement: started, timed until it says where it listens, and asked for its processor time. */
export class ServerProcess {
  static async start(name, file, env) {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await announcedUrl(name, child);
    return new ServerProcess(name, child, url, performance.now() - startedAt);
  }

  constructor(name, child, url, coldStartMs) {
    Object.assign(this, { name, child, url, coldStartMs });
  }

  /** User and system time of the process so far. */
  cpuMicros() {
    return process.platform === 'linux' ? linuxCpuMicros(this.child.pid) : psCpuMicros(this.child.pid);
  }

  async stop() {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await exited;
  }
}

function announcedUrl(name, child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} did not start`)), READY_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} while starting`)));
    // The listener stays: a pipe that nobody reads would stop the server.
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^ready (\S+)$/.exec(line)?.[1] ?? readyLogLine(line);
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

function readyLogLine(line) {
  if (line.includes('"worker ready"')) return '';
  return line.includes('"api ready"') ? JSON.parse(line).listening : undefined;
}

function linuxCpuMicros(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000_000;
}

function psCpuMicros(pid) {
  const parts = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/[:-]/)
    .map(Number);
  return parts.reduce((seconds, part) => seconds * 60 + part, 0) * 1_000_000;
}
