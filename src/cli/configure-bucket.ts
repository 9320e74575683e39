import { setBucketCors, setBucketLifecycle, StorageConfig } from '#modules/storage';
import { HttpConfig } from '#platform/http/http.config';
import type { ProcessContext } from '#platform/process/start-process';

export async function configureBucketCors({ configuration }: ProcessContext): Promise<void> {
  const { allowedOrigins } = configuration.get(HttpConfig) as HttpConfig;
  await setBucketCors(configuration.get(StorageConfig) as StorageConfig, allowedOrigins);
  const named = allowedOrigins.length === 0 ? 'no page' : allowedOrigins.join(', ');
  process.stdout.write(`The bucket lets ${named} use signed links.\n`);
}

export async function configureBucketLifecycle({ configuration }: ProcessContext): Promise<void> {
  await setBucketLifecycle(configuration.get(StorageConfig) as StorageConfig);
  process.stdout.write('The bucket throws away uploads that nobody completed.\n');
}
