import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConfig } from '../http.config';

/**
 * A stopping process first says that it is not ready and goes on serving, so that load balancers notice before it refuses
 * connections; then it closes, and requests in flight finish.
 */
@Injectable()
export class Draining implements BeforeApplicationShutdown {
  isDraining = false;

  constructor(private readonly config: HttpConfig) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isDraining = true;
    await pause(this.config.drainNoticeSeconds * 1000);
  }
}
