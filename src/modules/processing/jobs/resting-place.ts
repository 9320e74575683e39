import type { Worker } from 'bullmq';

/** Where a worker is for a while after something stood in its way: else it would claim and give back one step after the other. */
export class RestingPlace {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly worker: Worker,
    private readonly seconds: number,
  ) {}

  /** What is in work goes on. */
  enter(): void {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.worker.resume();
    }, this.seconds * 1000);
    void this.worker.pause(true);
  }

  leave(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
