/** A fault the person at the terminal can act on: shown as its message alone, never with a stack. */
export class SetupFailure extends Error {
  constructor(message, { details } = {}) {
    super(message);
    this.name = 'SetupFailure';
    this.details = details;
  }
}

/** The person asked us to stop (Ctrl-C, SIGTERM, SIGHUP): no fault, and nothing to report. */
export class Interrupted extends Error {
  constructor(reason = 'interrupted') {
    super(reason);
    this.name = 'Interrupted';
  }
}
