import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { ProducerRedis } from '#platform/queue/producer-redis';
import { RedisCourier } from '#platform/redis/redis-courier';
import { RedisConfig } from '#platform/redis/redis.config';
import { StepCourier } from '../ports/step-courier';
import type { StepOffer } from '../ports/step-repository';
import { closeWithin } from './close-within';
import { PROCESSING_QUEUE, type StepJob } from './processing-queue';

@Injectable()
export class BullMqStepCourier extends StepCourier implements OnApplicationShutdown {
  private readonly queue: Queue<StepJob>;

  constructor(
    private readonly courier: RedisCourier,
    connection: ProducerRedis,
    config: RedisConfig,
  ) {
    super();
    this.queue = new Queue(PROCESSING_QUEUE, { prefix: config.queuePrefix, connection });
    // Redis away is told once, by the courier of this process.
    this.queue.on('error', () => undefined);
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

  onApplicationShutdown(): Promise<void> {
    return closeWithin(this.queue);
  }
}
