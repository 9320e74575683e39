import { parentOfShell } from '../setup/processes.mjs';

const PARENT_POLL_MS = 300;

/**
 * One signal for every way in which we are asked to stop. npm passes Ctrl-C on to us a second time, so a repetition
 * means nothing. A signal to npm alone may end it, or the shell between npm and us, without reaching us: then we see
 * that our forebears have changed.
 */
export class Interruption {
  #controller = new AbortController();
  #timer;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => this.raise(name));
    if (process.env.npm_lifecycle_event) this.#watchForebears();
  }

  get signal() {
    return this.#controller.signal;
  }

  get requested() {
    return this.#controller.signal.aborted;
  }

  raise(reason) {
    clearInterval(this.#timer);
    if (!this.requested) this.#controller.abort(reason);
  }

  /** Resolves when we are asked to stop. */
  wait() {
    return new Promise((resolve) => {
      if (this.requested) resolve();
      else this.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #watchForebears() {
    const forebears = () => `${process.ppid} ${parentOfShell(process.ppid)}`;
    // npm itself may well outlive the terminal that started it, so nothing above npm is looked at
    const atFirst = forebears();
    this.#timer = setInterval(() => forebears() !== atFirst && this.raise('npm is gone'), PARENT_POLL_MS);
    this.#timer.unref();
  }
}
