import { DomainError } from '#kernel/domain-error';
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

/**
 * Something stands in the way that is no fault of the video: a full disk, a store that is away. It costs no attempt, however
 * long it lasts, and the worker that met it rests before it takes more.
 */
export class Hindrance extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Hindrance';
  }
}

export const WORKER_DIED: StepError = {
  code: 'PROCESSING_CRASHED',
  message: 'The worker died at every attempt to process this video.',
  permanent: true,
};

export const CANCELLED: StepError = {
  code: 'CANCELLED',
  message: 'Processing was cancelled.',
  permanent: false,
};

export const CALLED_OFF: StepError = {
  code: 'CANCELLED',
  message: 'Processing was called off when the video was deleted.',
  permanent: false,
};

export const LEFT_UNFINISHED: StepError = {
  code: 'PROCESSING_UNFINISHED',
  message: 'Processing of this video ended without a result.',
  permanent: false,
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

const HINDERING_KINDS: readonly string[] = ['unavailable', 'storage_full'];

/** Null for what is to be counted against the step. A store says by the kind of its error that it is full or away. */
export function asHindrance(error: unknown): StepError | null {
  const isOfTheStore = error instanceof DomainError && HINDERING_KINDS.includes(error.definition.kind);
  if (!isOfTheStore && !(error instanceof Hindrance)) return null;
  return { code: error.code, message: error.message, permanent: false };
}
