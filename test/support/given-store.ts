import type { Variables } from './built-process';
import { S3Server, type TestBucket } from './s3-server';

/** Where an installation keeps its bytes, for scenarios that are the same everywhere. */
export interface GivenStore {
  /** What makes processes keep them there. */
  open(): Promise<Variables>;
  close(): Promise<void>;
}

export const DISK: GivenStore = {
  open: () => Promise.resolve({}),
  close: () => Promise.resolve(),
};

export class GivenBucket implements GivenStore {
  private server: S3Server | null = null;
  private bucket: TestBucket | null = null;

  async open(): Promise<Variables> {
    this.server = await S3Server.start();
    this.bucket = await this.server.makeBucket();
    return this.bucket.settings;
  }

  async close(): Promise<void> {
    await this.bucket?.remove();
    await this.server?.stop();
  }
}
