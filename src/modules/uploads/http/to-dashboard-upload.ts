import type { VideoView } from '#modules/videos';
import type { ReceivedUpload } from '../commands/dashboard/receive-dashboard-upload';
import type { DashboardUploadDto } from './dashboard.dto';

/** Nothing analyses videos yet, and the original still stands in staging: what is not known is null. */
const NOT_KNOWN_YET = {
  analysis_id: null,
  estimated_processing_time: null,
  s3_url: null,
  detection_result: null,
  confidence_score: null,
  is_fake: null,
  processing_time: null,
};

export function toDashboardUpload(
  { sha256, metadata }: ReceivedUpload,
  video: VideoView,
): DashboardUploadDto {
  return {
    ...NOT_KNOWN_YET,
    video_id: video.id,
    upload_status: 'processing',
    redirect_url: `/dashboard/videos/${video.id}/results`,
    filename: video.originalFilename,
    file_size: video.fileSizeBytes,
    file_hash: sha256,
    format: video.format,
    s3_key: video.originalKey,
    created_at: video.createdAt.toISOString(),
    uploaded_at: (video.uploadedAt ?? video.createdAt).toISOString(),
    metadata,
  };
}
