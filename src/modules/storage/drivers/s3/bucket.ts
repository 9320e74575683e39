import type * as Sdk from '@aws-sdk/client-s3';
import { CircuitBreaker } from '#libs/circuit-breaker';
import { QueryPresigner, type PresignRequest } from '#libs/sigv4';
import type { Logger } from '#platform/logging/logger';
import type { StorageConfig } from '../../storage.config';
import { contentMd5 } from './content-md5';
import { withPatience, type CallOptions, type Patience } from './patience';
import { asStorageError, isAway } from './s3-failure';

const CONNECT_MS = 3_000;
const ATTEMPTS = 3;
/** Then the store is not asked for a moment: neither it nor whoever waits gains anything by it. */
const FAILURES_IN_A_ROW = 5;
const REST_MS = 5_000;
/** Credentials of a machine change every few hours; asked for anew well before they end. */
const RENEW_BEFORE_MS = 10 * 60_000;
const RENEW_EVERY_MS = 60_000;

type Credentials = Sdk.S3ClientResolvedConfig['credentials'] extends (...args: never[]) => Promise<infer C>
  ? C
  : never;

/** One bucket, the client that talks to it, and the signer of links to it. */
export class Bucket {
  private presigner: QueryPresigner | null = null;
  private credentials: Credentials | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly breaker: CircuitBreaker;

  private constructor(
    readonly name: string,
    readonly sdk: typeof Sdk,
    readonly client: Sdk.S3Client,
    private readonly config: StorageConfig,
    logger: Logger,
  ) {
    this.breaker = new CircuitBreaker({
      failuresInARow: FAILURES_IN_A_ROW,
      restMs: REST_MS,
      isFailure: (error) => isAway(asStorageError(error)),
      onOpen: (err) => logger.warn({ err }, 'store is out of reach'),
      onClose: () => logger.info({}, 'store is back'),
    });
  }

  /** The SDK is loaded here and nowhere else: installations without a bucket need not carry it in memory. */
  static async open(config: StorageConfig, logger: Logger): Promise<Bucket> {
    if (config.bucket === null) throw new Error('S3_BUCKET is missing');
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client(clientSettings(config, logger));
    client.middlewareStack.add(contentMd5, { step: 'build', name: 'contentMd5', priority: 'low' });
    const bucket = new Bucket(config.bucket, sdk, client, config, logger);
    await bucket.renewCredentials();
    return bucket;
  }

  get isAway(): boolean {
    return this.breaker.isOpen;
  }

  /** Every call to the store: bounded in time, told in words of the domain, and not made while the store is known to be away. */
  async ask<T>(
    patience: Patience,
    call: (options: CallOptions) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    try {
      return await this.breaker.run(() => withPatience(patience, call, signal));
    } catch (error) {
      throw asStorageError(error);
    }
  }

  /** A URL of an object, as clients reach it, with what stands in its query. */
  urlOf(key: string, query: Readonly<Record<string, string>> = {}): URL {
    const { publicEndpoint, endpoint, region } = this.config;
    const base = publicEndpoint ?? endpoint ?? new URL(`https://s3.${region}.amazonaws.com`);
    const url = new URL(`${base.pathname.replace(/\/$/, '')}/${this.name}/${key}`, base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  presign(request: PresignRequest): string {
    if (this.presigner === null) throw new Error('there are no credentials to sign with yet');
    return this.presigner.presign(request);
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.client.destroy();
  }

  /** Signing a link must not wait for anything, so the credentials are there before they are needed. */
  private async renewCredentials(): Promise<void> {
    const credentials = await this.client.config.credentials();
    if (credentials.accessKeyId !== this.credentials?.accessKeyId) {
      this.presigner = new QueryPresigner({ region: this.config.region, credentials });
    }
    this.credentials = credentials;
    if (credentials.expiration === undefined || this.timer !== null) return;
    this.timer = setInterval(() => {
      const left = (this.credentials?.expiration?.getTime() ?? Infinity) - Date.now();
      if (left < RENEW_BEFORE_MS) this.renewCredentials().catch(() => undefined);
    }, RENEW_EVERY_MS).unref();
  }
}

function clientSettings(config: StorageConfig, logger: Logger): Sdk.S3ClientConfig {
  const { region, endpoint, accessKeyId, secretAccessKey } = config;
  return {
    region,
    forcePathStyle: true,
    // Stores that are not AWS keep the framing of streamed checksums as if it were content, or refuse it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      // Without it, time limits are only spoken of, and on the console.
      throwOnRequestTimeout: true,
      logger: toldTo(logger),
    },
    ...(endpoint === null ? {} : { endpoint: endpoint.href }),
    ...(accessKeyId === null || secretAccessKey === null
      ? {}
      : { credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() } }),
  };
}

function toldTo(logger: Logger): NonNullable<Sdk.S3ClientConfig['logger']> {
  const tell = (text: unknown): void => logger.warn({ text: String(text) }, 'store client warned');
  return { debug: tell, info: tell, warn: tell, error: tell };
}
