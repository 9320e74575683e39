import { cacheControlOf } from '../../domain/cache-time';
import type { Bucket } from './bucket';
import { ASKING, LABOURING } from './patience';

export interface Copy {
  readonly from: string;
  readonly to: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** The version that is meant, where the store may compare it. */
  readonly ifMatch?: string;
}

/** A copy within the store, in one call. */
export async function copyAtOnce(bucket: Bucket, copy: Copy): Promise<void> {
  const { client, sdk, name } = bucket;
  const command = new sdk.CopyObjectCommand({
    Bucket: name,
    Key: copy.to,
    ...sourceOf(bucket, copy),
    MetadataDirective: 'REPLACE',
    ContentType: copy.contentType,
    CacheControl: cacheControlOf(copy.to),
  });
  await bucket.ask(LABOURING, (options) => client.send(command, options));
}

/** Of what is too large for one call; each part is of the version that was named, or none is. */
export async function copyInParts(
  bucket: Bucket,
  copy: Copy & { readonly partBytes: number },
): Promise<void> {
  const { client, sdk, name } = bucket;
  const target = { Bucket: name, Key: copy.to };
  const headers = { ContentType: copy.contentType, CacheControl: cacheControlOf(copy.to) };
  const begin = new sdk.CreateMultipartUploadCommand({ ...target, ...headers });
  const { UploadId } = await bucket.ask(ASKING, (options) => client.send(begin, options));
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let start = 0; start < copy.sizeBytes; start += copy.partBytes) {
      const end = Math.min(start + copy.partBytes, copy.sizeBytes) - 1;
      const part = new sdk.UploadPartCopyCommand({
        ...target,
        UploadId,
        PartNumber: Parts.length + 1,
        ...sourceOf(bucket, copy),
        CopySourceRange: `bytes=${String(start)}-${String(end)}`,
      });
      const { CopyPartResult } = await bucket.ask(LABOURING, (options) => client.send(part, options));
      Parts.push({ PartNumber: Parts.length + 1, ETag: CopyPartResult?.ETag });
    }
    const join = new sdk.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } });
    await bucket.ask(LABOURING, (options) => client.send(join, options));
  } catch (error) {
    const abort = new sdk.AbortMultipartUploadCommand({ ...target, UploadId });
    await bucket.ask(ASKING, (options) => client.send(abort, options)).catch(() => undefined);
    throw error;
  }
}

function sourceOf(
  { name }: Bucket,
  { from, ifMatch }: Copy,
): { CopySource: string; CopySourceIfMatch?: string } {
  const condition = ifMatch === undefined ? {} : { CopySourceIfMatch: `"${ifMatch}"` };
  return { CopySource: `${name}/${from}`, ...condition };
}
