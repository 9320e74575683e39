import { randomBytes } from 'node:crypto';
import type * as Sdk from '@aws-sdk/client-s3';
import { SwiftServer } from './swift/swift-server';

const { TEST_S3_ENDPOINT: given, TEST_S3_REGION: region = 'us-east-1', TEST_S3_ABSENT: absent } = process.env;
/** A page from which a browser may send and read. */
export const PAGE_ORIGIN = 'https://app.example.org';

/** A store with an S3 API: the one that the caller named (and then only buckets of our own on it), or a throw-away Swift. */
export class S3Server {
  private constructor(
    readonly endpoint: string,
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
    private readonly swift: SwiftServer | null,
  ) {}

  static async start(): Promise<S3Server> {
    if (given !== undefined) {
      const { TEST_S3_ACCESS_KEY_ID: accessKeyId = '', TEST_S3_SECRET_ACCESS_KEY: secretAccessKey = '' } =
        process.env;
      return new S3Server(given, { accessKeyId, secretAccessKey }, null);
    }
    const swift = await SwiftServer.start(PAGE_ORIGIN);
    return new S3Server(swift.endpoint, swift.credentials, swift);
  }

  /** Whether buckets have rules for pages and ages: Swift has its own. */
  get keepsRules(): boolean {
    return this.swift === null;
  }

  /** A bucket of a test's own, made as an operator makes one. */
  async makeBucket(): Promise<TestBucket> {
    const name = `framegate-test-${randomBytes(6).toString('hex')}`;
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({
      region,
      endpoint: this.endpoint,
      credentials: this.credentials,
      forcePathStyle: true,
    });
    await client.send(new sdk.CreateBucketCommand({ Bucket: name }));
    return new TestBucket(name, this.settingsFor(name), sdk, client);
  }

  async stop(): Promise<void> {
    await this.swift?.stop();
  }

  private settingsFor(bucket: string): Readonly<Record<string, string>> {
    return {
      STORAGE_DRIVER: 's3',
      S3_BUCKET: bucket,
      S3_ENDPOINT_URL: this.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
    };
  }
}

/** Seen past the product, by the SDK alone. */
export class TestBucket {
  constructor(
    readonly name: string,
    /** What makes a process keep its bytes there. */
    readonly settings: Readonly<Record<string, string>>,
    private readonly sdk: typeof Sdk,
    private readonly client: Sdk.S3Client,
  ) {}

  /** Size by key. */
  async objects(prefix = ''): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    const pages = this.sdk.paginateListObjectsV2(
      { client: this.client },
      { Bucket: this.name, Prefix: prefix },
    );
    for await (const { Contents = [] } of pages)
      for (const { Key = '', Size = 0 } of Contents) sizes.set(Key, Size);
    return sizes;
  }

  async remove(): Promise<void> {
    for (const Key of (await this.objects()).keys())
      await this.client.send(new this.sdk.DeleteObjectCommand({ Bucket: this.name, Key }));
    await this.client.send(new this.sdk.DeleteBucketCommand({ Bucket: this.name }));
    this.client.destroy();
  }
}

/** Tests that need a store; where none can be had, one skipped test that says why. */
export function describeWithS3(name: string, tests: () => void): void {
  if (given !== undefined || SwiftServer.isAvailable) describe(name, tests);
  else it.skip(`${name} (not run: ${absent ?? 'set TEST_SWIFT_ROOT or TEST_S3_ENDPOINT'})`, () => undefined);
}
