import type { StepError } from './step';

/** Thrown by a handler for what no other try can mend. */
export class PermanentFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'PermanentFailure';
  }
}

export const WORKER_DIED: StepError = {
  code: 'PROCESSING_CRASHED',
  message: 'The worker died at every attempt to process this video.',
  permanent: true,
};

export const UNKNOWN_STEP: StepError = {
  code: 'UNKNOWN_STEP',
  message: 'No worker of this release knows this step.',
  permanent: true,
};

/** What the record keeps of whatever was thrown: nothing internal, since owners read it. */
export function toStepError(error: unknown): StepError {
  if (error instanceof PermanentFailure) return { code: error.code, message: error.message, permanent: true };
  return {
    code: 'PROCESSING_FAILED',
    message: 'Something went wrong while processing this video.',
    permanent: false,
  };
}
