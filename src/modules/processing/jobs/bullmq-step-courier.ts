import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { RedisCourier } from '#platform/redis/redis-courier';
import { StepCourier } from '../ports/step-courier';
import type { StepOffer } from '../ports/step-repository';
import { PROCESSING_QUEUE, type StepJob } from './processing-queue';

@Injectable()
export class BullMqStepCourier extends StepCourier {
  constructor(
    @InjectQueue(PROCESSING_QUEUE) private readonly queue: Queue<StepJob>,
    private readonly courier: RedisCourier,
  ) {
    super();
  }

  async carry(offers: readonly StepOffer[]): Promise<void> {
    await this.courier.ask(() =>
      this.queue.addBulk(
        offers.map(({ id, name, offer }) => ({
          name,
          data: { version: 1, stepId: id },
          opts: {
            // An id that was ever used is silently ignored: each offer needs one of its own.
            jobId: `${id}-${String(offer)}`,
            // Retries, waits and dead letters are the record's business.
            attempts: 1,
            // The record remembers; what is over must not fill Redis.
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      ),
    );
  }
}
