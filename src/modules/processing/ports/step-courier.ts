import type { StepOffer } from './step-repository';

/** Brings steps to workers. It may lose them, or bring them twice: the record decides. */
export abstract class StepCourier {
  /** Throws when it cannot take them. */
  abstract carry(offers: readonly StepOffer[]): Promise<void>;
}
