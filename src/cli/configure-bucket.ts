import { setBucketCors, setBucketLifecycle, StorageConfig } from '#modules/storage';
import { HttpConfig } from '#platform/http/http.config';
import type { ProcessContext } from '#platform/process/start-process';

export async function configureBucketCors({ configuration, logger }: ProcessContext): Promise<void> {
  const { allowedOrigins } = configuration.get(HttpConfig) as HttpConfig;
  const config = configuration.get(StorageConfig) as StorageConfig;
  await setBucketCors({ config, logger }, allowedOrigins);
  const named = allowedOrigins.length === 0 ? 'no page' : allowedOrigins.join(', ');
  process.stdout.write(`The bucket lets ${named} use signed links.\n`);
}

export async function configureBucketLifecycle({ configuration, logger }: ProcessContext): Promise<void> {
  await setBucketLifecycle({ config: configuration.get(StorageConfig) as StorageConfig, logger });
  process.stdout.write('The bucket throws away parts of uploads that nobody completed.\n');
}
