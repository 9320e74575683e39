const PARENT_POLL_MS = 1_000;

/**
 * One signal for every way in which we are asked to stop. npm passes Ctrl-C on to us a second time, so a repetition
 * means nothing. npm does not pass SIGHUP on, and cannot pass SIGKILL on: then we see that it is gone.
 */
export class Interruption {
  #controller = new AbortController();
  #timer;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => this.raise(name));
    if (process.env.npm_lifecycle_event) this.#watchParent(process.ppid);
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

  #watchParent(parent) {
    this.#timer = setInterval(() => process.ppid !== parent && this.raise('parent gone'), PARENT_POLL_MS);
    this.#timer.unref();
  }
}
