import type { StepError } from './step';

/** Thrown by a handler for what no other try can mend. The message is for the owner of the video. */
export class PermanentFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PermanentFailure';
  }
}

/** Thrown by a handler for what may pass, where the owner can be told more than that something went wrong. */
export class PassingFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PassingFailure';
  }
}

export const WORKER_DIED: StepError = {
  code: 'PROCESSING_CRASHED',
  message: 'The worker died at every attempt to process this video.',
  permanent: true,
};

export const CALLED_OFF: StepError = {
  code: 'CANCELLED',
  message: 'Processing was called off when the video was deleted.',
  permanent: false,
};

export const UNKNOWN_STEP: StepError = {
  code: 'UNKNOWN_STEP',
  message: 'No worker of this release knows this step.',
  permanent: true,
};

/** What the record keeps of whatever was thrown: nothing internal, since owners read it. */
export function toStepError(error: unknown): StepError {
  if (error instanceof PermanentFailure) return { code: error.code, message: error.message, permanent: true };
  if (error instanceof PassingFailure) return { code: error.code, message: error.message, permanent: false };
  return {
    code: 'PROCESSING_FAILED',
    message: 'Something went wrong while processing this video.',
    permanent: false,
  };
}
