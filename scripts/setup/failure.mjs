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

const FILE_FAULTS = {
  EACCES: 'permission denied (does it belong to another account?)',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
};

/** What to say about any error: faults of the machine in words, faults of ours with their stack. */
export function wordsFor(error) {
  if (error instanceof SetupFailure) return [error.details, `\n${error.message}`].filter(Boolean).join('\n');
  if (error.path && error.code in FILE_FAULTS)
    return `\n${error.path} cannot be used: ${FILE_FAULTS[error.code]}.`;
  return error.stack ?? String(error);
}
