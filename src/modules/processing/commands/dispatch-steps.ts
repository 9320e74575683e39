import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { ProcessingConfig } from '../processing.config';
import { StepCourier } from '../ports/step-courier';
import { StepRepository } from '../ports/step-repository';

/** Two rounds of work: enough that no slot is ever idle, little enough that a newcomer's turn comes soon. */
const ROUNDS_AHEAD = 2;

/** Keeps the queue a little ahead of the workers; everything else waits in the record, where turns can still change. */
@Injectable()
export class DispatchSteps {
  constructor(
    private readonly steps: StepRepository,
    private readonly courier: StepCourier,
    private readonly config: ProcessingConfig,
  ) {}

  /** How many steps were handed over. */
  async execute(): Promise<number> {
    const room = this.config.workerSlots * ROUNDS_AHEAD - (await this.steps.countOffered());
    if (room <= 0) return 0;
    const offers = await this.steps.offerDue(room);
    if (offers.length === 0) return 0;
    crashPoint('C8-offer');
    try {
      await this.courier.carry(offers);
    } catch (error) {
      await this.steps.takeBack(offers);
      throw error;
    }
    crashPoint('C9');
    return offers.length;
  }
}
