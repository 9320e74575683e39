import { Injectable } from '@nestjs/common';
import { Rounds } from '#platform/process/rounds';
import { SEALED_AT_ONCE, SealEvents } from '../commands/seal-events';

const EVERY_MS = 1_000;

/** Every worker comes round; one at a time finds something to do. */
@Injectable()
export class SealingRounds {
  constructor(
    rounds: Rounds,
    private readonly sealEvents: SealEvents,
  ) {
    rounds.add({ name: 'sealing', everyMs: EVERY_MS, work: (stopping) => this.seal(stopping) });
  }

  private async seal(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted && (await this.sealEvents.execute()) === SEALED_AT_ONCE);
  }
}
