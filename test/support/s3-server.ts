import { randomBytes } from 'node:crypto';
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

  /** What makes a process keep its bytes there, in a bucket that nobody has yet. */
  settings(): Readonly<Record<string, string>> {
    return {
      STORAGE_DRIVER: 's3',
      S3_BUCKET: `framegate-test-${randomBytes(6).toString('hex')}`,
      S3_ENDPOINT_URL: this.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
    };
  }

  async stop(): Promise<void> {
    await this.swift?.stop();
  }
}

/** Tests that need a store; where none can be had, one skipped test that says why. */
export function describeWithS3(name: string, tests: () => void): void {
  if (given !== undefined || SwiftServer.isAvailable) describe(name, tests);
  else it.skip(`${name} (not run: ${absent ?? 'set TEST_SWIFT_ROOT or TEST_S3_ENDPOINT'})`, () => undefined);
}
