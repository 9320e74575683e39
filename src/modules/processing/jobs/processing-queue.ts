/** The one queue that brings steps to workers. Its name carries no colon: BullMQ uses that as a separator. */
export const PROCESSING_QUEUE = 'processing';

/** Ids alone: what a job says besides would be old when it is read. */
export interface StepJob {
  readonly version: 1;
  readonly stepId: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null for what no release of ours has written. */
export function parseStepJob(data: unknown): StepJob | null {
  if (typeof data !== 'object' || data === null) return null;
  const { version, stepId } = data as Partial<Record<keyof StepJob, unknown>>;
  return version === 1 && typeof stepId === 'string' && UUID.test(stepId) ? { version, stepId } : null;
}
