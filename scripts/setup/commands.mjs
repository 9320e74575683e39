import { spawn } from 'node:child_process';
import { Interrupted } from './failure.mjs';
import { killGroup } from './processes.mjs';

const KEPT_OUTPUT = 256 * 1024;
const INTERRUPT_PATIENCE_MS = 4_000;

export class CommandFailure extends Error {
  constructor(command, { code, signal, output }) {
    super(`${command} ended with ${signal ? `signal ${signal}` : `exit code ${code}`}`);
    this.name = 'CommandFailure';
    this.code = code;
    this.output = output;
  }
}

export function tailOf(text, lines = 25) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

function collect(child, onLine) {
  let output = '';
  let rest = '';
  const take = (chunk) => {
    output = (output + chunk).slice(-KEPT_OUTPUT);
    if (!onLine) return;
    const lines = (rest + chunk).split(/[\r\n]+/);
    rest = lines.pop();
    lines.forEach((line) => onLine(line));
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
  return () => output;
}

/**
 * Runs one command to its end, in its own session: Ctrl-C on the terminal reaches us only, and we pass it on.
 * Its whole process group is gone when the promise settles.
 */
export function runCommand(file, args, { cwd, env, uid, gid, signal, input, onLine } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Interrupted());
    const child = spawn(file, args, { cwd, env, uid, gid, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const output = collect(child, onLine);
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    let patience;
    const interrupt = () => {
      killGroup(child.pid, 'SIGTERM');
      patience = setTimeout(() => killGroup(child.pid, 'SIGKILL'), INTERRUPT_PATIENCE_MS);
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    const settle = (code, signalName) => {
      clearTimeout(patience);
      signal?.removeEventListener('abort', interrupt);
      if (signal?.aborted) reject(new Interrupted());
      else if (code === 0) resolve(output());
      else reject(new CommandFailure(file, { code, signal: signalName, output: output() }));
    };
    child.on('error', (error) => {
      clearTimeout(patience);
      signal?.removeEventListener('abort', interrupt);
      reject(error);
    });
    child.on('exit', () => child.pid && killGroup(child.pid, 'SIGKILL'));
    child.on('close', settle);
  });
}
