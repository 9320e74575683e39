import { STAGING_PREFIX } from '../../domain/storage-key';
import type { StorageConfig } from '../../storage.config';
import { Bucket } from './bucket';

const PREFLIGHT_SECONDS = 3000;
const STAGING_DAYS = 3;
const UPLOAD_DAYS = 2;

/** What browsers may do with signed links: the same as with those of the disk driver. */
export async function setBucketCors(config: StorageConfig, origins: readonly string[]): Promise<void> {
  await withBucket(config, async ({ client, sdk, name }) => {
    const rule = {
      AllowedOrigins: [...origins],
      AllowedMethods: ['GET', 'HEAD', 'PUT'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: PREFLIGHT_SECONDS,
    };
    if (origins.length === 0) await client.send(new sdk.DeleteBucketCorsCommand({ Bucket: name }));
    else
      await client.send(
        new sdk.PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules: [rule] } }),
      );
  });
}

/** A belt to the braces of the sweep: the bucket itself throws away what nobody confirmed. Replaces the rules that it has. */
export async function setBucketLifecycle(config: StorageConfig): Promise<void> {
  await withBucket(config, async ({ client, sdk, name }) => {
    const Rules = [
      {
        ID: 'framegate-staging',
        Status: 'Enabled' as const,
        Filter: { Prefix: STAGING_PREFIX },
        Expiration: { Days: STAGING_DAYS },
      },
      {
        ID: 'framegate-multipart',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOAD_DAYS },
      },
    ];
    const LifecycleConfiguration = { Rules };
    await client.send(
      new sdk.PutBucketLifecycleConfigurationCommand({ Bucket: name, LifecycleConfiguration }),
    );
  });
}

async function withBucket(config: StorageConfig, work: (bucket: Bucket) => Promise<unknown>): Promise<void> {
  const bucket = await Bucket.open(config);
  try {
    await work(bucket);
  } finally {
    bucket.close();
  }
}
