import type { Logger } from '#platform/logging/logger';
import type { StorageConfig } from '../../storage.config';
import { Bucket } from './bucket';
import { SENDING } from './patience';

const PREFLIGHT_SECONDS = 3000;
const UPLOAD_DAYS = 2;

export interface BucketOwner {
  readonly config: StorageConfig;
  readonly logger: Logger;
}

/** What browsers may do with signed links: the same as with those of the disk driver. */
export async function setBucketCors(owner: BucketOwner, origins: readonly string[]): Promise<void> {
  await withBucket(owner, async (bucket) => {
    const { client, sdk, name } = bucket;
    const rule = {
      AllowedOrigins: [...origins],
      AllowedMethods: ['GET', 'HEAD', 'PUT'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: PREFLIGHT_SECONDS,
    };
    const set = new sdk.PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: [rule] } });
    const unset = new sdk.DeleteBucketCorsCommand({ Bucket: name });
    await bucket.ask(SENDING, (options) =>
      origins.length === 0 ? client.send(unset, options) : client.send(set, options),
    );
  });
}

/**
 * A belt to the braces of the sweep: parts that nobody joins are thrown away by the bucket itself. No rule deletes objects by
 * their age: what lies in staging may have been confirmed and wait for a worker, for however long. Replaces the rules it has.
 */
export async function setBucketLifecycle(owner: BucketOwner): Promise<void> {
  await withBucket(owner, async (bucket) => {
    const { client, sdk, name } = bucket;
    const rule = {
      ID: 'framegate-multipart',
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOAD_DAYS },
    };
    const LifecycleConfiguration = { Rules: [rule] };
    const set = new sdk.PutBucketLifecycleConfigurationCommand({ Bucket: name, LifecycleConfiguration });
    await bucket.ask(SENDING, (options) => client.send(set, options));
  });
}

async function withBucket(
  { config, logger }: BucketOwner,
  work: (bucket: Bucket) => Promise<unknown>,
): Promise<void> {
  const bucket = await Bucket.open(config, logger);
  try {
    await work(bucket);
  } finally {
    bucket.close();
  }
}
