import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted, SetupFailure } from '../setup/failure.mjs';
import {
  endProcess,
  identify,
  isAlive,
  killGroup,
  readRecord,
  untilGone,
  writeRecord,
} from '../setup/processes.mjs';

const DEATHS_WINDOW_MS = 60_000;
const DEATHS_ALLOWED = 5;
const BACKOFF_MS = [300, 1_000, 2_000, 4_000];
const POLL_MS = 100;
const ADOPTED_POLL_MS = 500;

function ending(code, signal) {
  if (signal) return `signal ${signal}`;
  return code === undefined || code === null ? 'ended from outside' : `exit code ${code}`;
}

/**
 * One process that is kept running. A program says how to spawn it, when it is ready and which signals end it; what is
 * recorded of it (pid and start time) lets a later supervisor find it again.
 */
export class Supervised {
  #program;
  #notice;
  #giveUp;
  #identity;
  #exited;
  #stopping = false;
  #halt = new AbortController();
  #deaths = [];
  #watching = Promise.resolve();

  constructor(program, { onNotice = () => {}, onGiveUp = () => {} } = {}) {
    this.#program = program;
    this.#notice = onNotice;
    this.#giveUp = onGiveUp;
  }

  get name() {
    return this.#program.name;
  }

  /** Resolves when it is ready; a first start that fails is told, not tried again. */
  async start({ signal, adopt = false } = {}) {
    if (adopt && (await this.#adopt())) return;
    this.#launch();
    await this.#untilReady(signal);
    this.#watching = this.#keepRunning();
  }

  async stop() {
    this.#stopping = true;
    this.#halt.abort();
    if (this.#identity) await endProcess(this.#identity, this.#program.stopSignals);
    await this.#watching;
    // keepRunning may have been about to start it again when we were asked to stop
    if (isAlive(this.#identity)) await endProcess(this.#identity, this.#program.stopSignals);
    if (this.#identity) fs.rmSync(this.#program.recordFile, { force: true });
  }

  /** A wanted restart, of a program whose files have changed: no death is counted. */
  async restart({ signal } = {}) {
    await this.stop();
    this.#stopping = false;
    this.#halt = new AbortController();
    await this.start({ signal });
  }

  async #adopt() {
    const record = readRecord(this.#program.recordFile);
    if (!isAlive(record)) return false;
    if (!(await this.#readyWithin(record, 10_000))) {
      await endProcess(record, this.#program.stopSignals);
      return false;
    }
    this.#identity = record;
    this.#exited = (async () => {
      while (isAlive(record)) await delay(ADOPTED_POLL_MS);
      return ending();
    })();
    this.#watching = this.#keepRunning();
    return true;
  }

  #launch() {
    const child = this.#program.spawn();
    this.#exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(ending(code, signal)));
    });
    if (!child.pid) return;
    this.#identity = { ...identify(child.pid), port: this.#program.port };
    writeRecord(this.#program.recordFile, this.#identity);
    // what a dead leader left behind in its group (an ffmpeg of a killed worker) is ours to end
    const { pid } = this.#identity;
    child.once('exit', () => killGroup(pid, 'SIGKILL'));
  }

  async #readyWithin(identity, timeoutMs, signal) {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline && !signal?.aborted && !this.#stopping && isAlive(identity)) {
      if (await this.#program.isReady()) return true;
      await delay(POLL_MS);
    }
    return false;
  }

  async #untilReady(signal) {
    const { label, log, readyWithinMs } = this.#program;
    if (await this.#readyWithin(this.#identity, readyWithinMs, signal)) return;
    if (signal?.aborted || this.#stopping) throw new Interrupted();
    this.#program.readLog?.();
    if (isAlive(this.#identity))
      throw new SetupFailure(`${label} was not ready after ${readyWithinMs / 1000} s; its log is ${log}`);
    throw new SetupFailure(`${label} ended before it was ready (${await this.#exited}); its log is ${log}`);
  }

  async #keepRunning() {
    while (!this.#stopping) {
      const reason = await this.#exited;
      if (this.#stopping) return;
      const { label, log } = this.#program;
      this.#program.readLog?.();
      const recent = this.#countDeath();
      if (recent >= DEATHS_ALLOWED) {
        this.#giveUp(
          `${label} ended ${recent} times within a minute (the last time: ${reason}), so Framegate stops. Its log is ${log}`,
        );
        return;
      }
      this.#notice(`${label} ended unexpectedly (${reason}); starting it again.`);
      const backoff = BACKOFF_MS[Math.min(recent, BACKOFF_MS.length) - 1];
      await delay(backoff, undefined, { signal: this.#halt.signal }).catch(() => {});
      if (!this.#stopping) await this.#relaunch();
    }
  }

  async #relaunch() {
    const { label, readyWithinMs } = this.#program;
    try {
      this.#launch();
    } catch (error) {
      this.#exited = Promise.resolve(error.message);
      return;
    }
    if (await this.#readyWithin(this.#identity, readyWithinMs)) this.#notice(`${label} is back.`);
    else if (!this.#stopping && isAlive(this.#identity))
      await endProcess(this.#identity, this.#program.stopSignals);
  }

  #countDeath() {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS_WINDOW_MS), now];
    return this.#deaths.length;
  }
}

/** Ends what an earlier supervisor of this data folder left running and recorded. */
export async function endOrphan(program) {
  const record = readRecord(program.recordFile);
  const alive = isAlive(record);
  if (alive) await endProcess(record, program.stopSignals);
  fs.rmSync(program.recordFile, { force: true });
  return alive && untilGone(record, 0);
}
