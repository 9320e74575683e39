import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { allowListed } from '../setup/environment.mjs';
import { endProcess, isAlive, readRecord } from '../setup/processes.mjs';
import { answersOk } from '../supervision/application.mjs';

const NAMES = ['supervisor', 'api', 'worker', 'postgres', 'redis'];

export async function until(condition, what, timeoutMs = 60_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    assert.ok(Date.now() < deadline, `not in time: ${typeof what === 'function' ? what() : what}`);
    await delay(100);
  }
}

/** One `npm start` in a clone, as a person at a terminal has it. */
export class RunningFramegate {
  #clone;
  #child;
  output = '';

  constructor(clone, variables = {}) {
    this.#clone = clone;
    this.#child = spawn('npm', ['start'], {
      cwd: clone.folder,
      env: { ...allowListed(process.env), ...variables },
      // its own group, as a terminal's foreground job has one
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (this.output += chunk));
    }
    this.exitCode = new Promise((resolve) => this.#child.once('close', resolve));
  }

  get npmPid() {
    return this.#child.pid;
  }

  says(text, timeoutMs) {
    return until(
      () => this.output.includes(text),
      () => `"${text}" in:\n${this.output}`,
      timeoutMs,
    );
  }

  async running(timeoutMs = 120_000) {
    await this.says('Framegate is running.', timeoutMs);
    return this;
  }

  get origin() {
    return /Address +(\S+)/.exec(this.output)[1];
  }

  isReady() {
    return answersOk(`${this.origin}/health/ready`);
  }

  /** Ctrl-C reaches all that is in the foreground: npm, a shell of npm's, and the supervisor. */
  pressCtrlC() {
    process.kill(-this.#child.pid, 'SIGINT');
  }
}

export function recordOf(clone, name) {
  return readRecord(path.join(clone.dataFolder, 'run', `${name}.json`));
}

function linkTarget(file) {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}

function text(file) {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Every process that works in the clone or was told about it. */
export function processesOf(clone) {
  if (process.platform !== 'linux')
    return NAMES.map((name) => recordOf(clone, name))
      .filter(isAlive)
      .map(({ pid }) => pid);
  return fs.readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    const told = text(`/proc/${pid}/cmdline`) + linkTarget(`/proc/${pid}/cwd`) + text(`/proc/${pid}/environ`);
    return told.includes(clone.folder);
  });
}

export async function nothingIsLeft(clone) {
  await until(
    () => processesOf(clone).length === 0,
    () =>
      `left running: ${processesOf(clone)
        .map((pid) => text(`/proc/${pid}/cmdline`))
        .join('; ')}`,
    45_000,
  );
}

/** For the end of a test that may have failed anywhere: the supervisor first, or it would start the others again. */
export async function endAll(clone) {
  for (const name of NAMES) await endProcess(recordOf(clone, name), [['SIGTERM', 40_000]]);
}
