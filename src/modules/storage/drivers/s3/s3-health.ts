import { StoreHealth } from '../../ports/store-health';
import type { Bucket } from './bucket';
import { ASKING } from './patience';

/** Every question is paid for, and every balancer asks for our health every few seconds. */
const REMEMBERED_MS = 10_000;

export class S3Health extends StoreHealth {
  private asking: Promise<void> | null = null;
  private answeredAt = -Infinity;

  constructor(private readonly bucket: Bucket) {
    super();
  }

  async look(): Promise<Readonly<Record<string, unknown>>> {
    if (performance.now() - this.answeredAt > REMEMBERED_MS || this.bucket.isAway) {
      this.asking ??= this.ask().finally(() => (this.asking = null));
      await this.asking;
    }
    return { driver: 's3', bucket: this.bucket.name };
  }

  private async ask(): Promise<void> {
    const { client, sdk, name } = this.bucket;
    const head = new sdk.HeadBucketCommand({ Bucket: name });
    await this.bucket.ask(ASKING, (options) => client.send(head, options));
    this.answeredAt = performance.now();
  }
}
