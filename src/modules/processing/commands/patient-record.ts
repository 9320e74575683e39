import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';

const AGAIN_MS = 1_000;

/** While the record is away nobody can take a step from its worker: it is worth waiting to say what became of an hour's work. */
@Injectable()
export class PatientRecord {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Says it until it is heard. It may be heard twice, since an answer can be lost, and must count once. */
  async tell<T>(say: () => Promise<T>, stopping: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return await say();
      } catch (error) {
        if (!this.isOutOfReach(error) || stopping.aborted) throw error;
        await pause(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  }

  isOutOfReach(error: unknown): boolean {
    return this.unitOfWork.isOutOfReach(error);
  }
}
