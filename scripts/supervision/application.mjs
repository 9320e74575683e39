import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { logFile, openLog } from '../setup/log-files.mjs';
import { LogFollower, RepeatGuard, shortForm, showsOnTerminal } from './child-log.mjs';

// A little more than the 30 s after which the processes themselves cut what hangs.
const DRAIN_PATIENCE_MS = 33_000;
const LEVELS_THAT_HIDE_INFO = ['warn', 'error', 'fatal', 'silent'];
const SILENT_START_MS = 5_000;

/** Whether GET answers 200. */
export function answersOk(url, timeoutMs = 3_000) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: timeoutMs, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

/** A process of our own application: one built file, logging pino lines. */
class ApplicationProcess {
  #root;
  #env;
  #script;
  #follower;
  #repeats = new RepeatGuard();
  #show;

  constructor({ name, label, script, root, env, dataFolder, show }) {
    this.name = name;
    this.label = label;
    this.log = logFile(dataFolder, name);
    this.recordFile = path.join(dataFolder, 'run', `${name}.json`);
    this.readyWithinMs = 120_000;
    this.stopSignals = [['SIGTERM', DRAIN_PATIENCE_MS]];
    this.#root = root;
    this.#env = env;
    this.#script = script;
    this.#show = show;
  }

  spawn() {
    this.#follower?.stop();
    const output = openLog(this.log);
    this.#follower = new LogFollower(this.log, (record) => this.take(record));
    const child = spawn(process.execPath, [path.join('dist', 'src', this.#script)], {
      cwd: this.#root,
      env: this.#env,
      detached: true,
      stdio: ['ignore', output, output],
    });
    fs.closeSync(output);
    return child;
  }

  take(record) {
    if (!showsOnTerminal(record)) return;
    const heldBack = this.#repeats.admit(`${record.level} ${record.msg}`);
    if (heldBack === undefined) return;
    this.#show(`${shortForm(this.name, record)}${heldBack ? ` (and ${heldBack} more like it)` : ''}`);
  }

  /** The last words of a child matter most: called when it has ended. */
  readLog() {
    this.#follower?.readNow();
  }

  close() {
    this.#follower?.stop();
  }
}

export class ApiProcess extends ApplicationProcess {
  #origin;

  constructor({ origin, ...options }) {
    super({ ...options, name: 'api', label: 'The API', script: 'main.js' });
    this.#origin = origin;
  }

  isReady() {
    return answersOk(`${this.#origin}/health/ready`);
  }
}

export class WorkerProcess extends ApplicationProcess {
  #saysReady;
  #ready = false;
  #spawnedAt;

  constructor(options) {
    super({ ...options, name: 'worker', label: 'The worker', script: 'worker.js' });
    this.#saysReady = !LEVELS_THAT_HIDE_INFO.includes(options.env.LOG_LEVEL);
  }

  spawn() {
    this.readLog();
    this.#ready = false;
    this.#spawnedAt = Date.now();
    return super.spawn();
  }

  take(record) {
    if (record.msg === 'worker ready') this.#ready = true;
    super.take(record);
  }

  /** It opens no port: a line of its log says so, and where LOG_LEVEL hides that line, having lived for a while. */
  isReady() {
    return this.#ready || (!this.#saysReady && Date.now() - this.#spawnedAt > SILENT_START_MS);
  }
}
