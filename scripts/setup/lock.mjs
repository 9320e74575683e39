import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted } from './failure.mjs';
import { identify, isAlive, readRecord, writeRecord } from './processes.mjs';

const TAKEOVER_STALE_MS = 5_000;

/** A file whose existence is the lock and whose content names the holder; the lock of a dead holder is nobody's. */
export class Lock {
  #file;
  #content;

  constructor(file) {
    this.#file = file;
  }

  /** The living holder's record, or undefined. */
  holder() {
    const record = readRecord(this.#file);
    return isAlive(record) ? record : undefined;
  }

  /** One attempt: true when it is now ours. */
  tryAcquire(facts = {}) {
    fs.mkdirSync(path.dirname(this.#file), { recursive: true });
    this.#content = { ...identify(process.pid), ...facts };
    if (this.#create()) return true;
    if (this.holder()) return false;
    this.#removeStale();
    return this.#create();
  }

  async acquire({ facts, signal, onWait } = {}) {
    let told = false;
    while (!this.tryAcquire(facts)) {
      if (signal?.aborted) throw new Interrupted();
      if (!told) onWait?.(this.holder());
      told = true;
      await delay(200);
    }
  }

  /** Changes what the lock says about us, without ever letting go of it. */
  describe(facts) {
    this.#content = { ...this.#content, ...facts };
    writeRecord(this.#file, this.#content);
  }

  release() {
    const record = readRecord(this.#file);
    if (record?.pid === process.pid && isAlive(record)) fs.rmSync(this.#file, { force: true });
  }

  // A hard link appears whole and only once: nobody ever reads a half-written lock.
  #create() {
    const own = `${this.#file}.${process.pid}`;
    fs.writeFileSync(own, `${JSON.stringify(this.#content)}\n`, { mode: 0o600 });
    try {
      fs.linkSync(own, this.#file);
      return true;
    } catch (error) {
      if (error.code === 'EEXIST') return false;
      throw error;
    } finally {
      fs.rmSync(own, { force: true });
    }
  }

  // Two who find the same stale lock must not both remove it: the second would remove the first one's fresh lock.
  #removeStale() {
    const takeover = `${this.#file}.takeover`;
    try {
      fs.closeSync(fs.openSync(takeover, 'wx'));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = Date.now() - (fs.statSync(takeover, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > TAKEOVER_STALE_MS) fs.rmSync(takeover, { force: true });
      return;
    }
    try {
      if (!this.holder()) fs.rmSync(this.#file, { force: true });
    } finally {
      fs.rmSync(takeover, { force: true });
    }
  }
}
