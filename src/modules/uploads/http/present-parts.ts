import type { UploadProgress } from '../commands/list-arrived-parts';
import type { OpenedUpload } from '../commands/open-upload';
import type { SignedPart } from '../commands/sign-parts';
import { partCountOf } from '../domain/part-plan';
import type { MultipartUploadDto, SignedPartsDto, UploadProgressDto } from './multipart.dto';

export function presentOpenedParts({ session, expiresAt }: OpenedUpload): MultipartUploadDto {
  const { uploadId, videoId, declaredBytes, partBytes } = session;
  if (partBytes === null) throw new Error('an upload in parts was opened without a size of its parts');
  return {
    upload_id: uploadId,
    video_id: videoId,
    part_size: partBytes,
    part_count: partCountOf({ declaredBytes, partBytes }),
    expires_at: expiresAt.toISOString(),
  };
}

export function presentSignedParts(signed: readonly SignedPart[]): SignedPartsDto {
  return {
    parts: signed.map(({ partNumber, url, expiresAt }) => ({
      part_number: partNumber,
      url,
      expires_at: expiresAt.toISOString(),
    })),
  };
}

export function presentProgress({ upload, parts }: UploadProgress): UploadProgressDto {
  const isCompleting = upload.state === 'open' && upload.isCompleting;
  return {
    upload_id: upload.uploadId,
    video_id: upload.videoId,
    status: isCompleting ? 'completing' : upload.state,
    part_size: upload.partBytes,
    part_count: partCountOf(upload),
    parts: parts.map(({ partNumber, etag, sizeBytes }) => ({
      part_number: partNumber,
      etag,
      size: sizeBytes,
    })),
  };
}
