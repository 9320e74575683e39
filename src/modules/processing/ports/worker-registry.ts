import type { ToolFacts } from './media-toolbox';

/** What a worker tells of itself. */
export interface WorkerCard {
  readonly id: string;
  readonly host: string;
  readonly release: string;
  readonly slots: number;
  /** Whether it takes steps: one without usable tools does not. */
  readonly isAble: boolean;
  readonly tools: ToolFacts;
}

export interface SeenWorker extends WorkerCard {
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly silentSeconds: number;
}

/** Who works. A worker that says nothing for SILENT_AFTER_SECONDS is taken for dead. */
export abstract class WorkerRegistry {
  abstract checkIn(card: WorkerCard): Promise<void>;
  abstract checkOut(id: string): Promise<void>;
  /** The last seen first. */
  abstract seen(): Promise<readonly SeenWorker[]>;
  /** Steps that all living workers together do at once. */
  abstract slots(): Promise<number>;
}

export const SILENT_AFTER_SECONDS = 60;
