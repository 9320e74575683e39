import { createHash } from 'node:crypto';

interface Step {
  readonly input: object;
  readonly request: unknown;
}

const NEEDS_DIGEST = new Set([
  'DeleteObjectsCommand',
  'PutBucketCorsCommand',
  'PutBucketLifecycleConfigurationCommand',
]);

/** S3 demands this header of some calls, or a newer one in its place; the SDK sends the newer alone, which few other stores know. */
export function contentMd5<Output>(
  next: (step: Step) => Promise<Output>,
  { commandName = '' }: { readonly commandName?: string },
): (step: Step) => Promise<Output> {
  return (step) => {
    const request = step.request as { body?: unknown; headers: Record<string, string> };
    if (NEEDS_DIGEST.has(commandName) && typeof request.body === 'string')
      request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
    return next(step);
  };
}
