import { Injectable } from '@nestjs/common';
import type { Manifest } from '../domain/manifest';
import type { MediaFacts } from '../domain/media-facts';
import type { Named, VideoItem, VideoView } from '../domain/video-view';
import { ThumbnailLinks } from './thumbnail-links';
import type { RenditionDto, VideoDto, VideoItemDto } from './video.dto';

/** A video in the words of the wire. */
@Injectable()
export class PresentVideo {
  constructor(private readonly thumbnails: ThumbnailLinks) {}

  presentItem(item: Named<VideoItem>): VideoItemDto {
    return {
      id: item.id,
      owner_id: item.ownerId,
      mall_id: item.mallId,
      pin_id: item.pinId,
      pin_name: item.pinName,
      title: item.title,
      original_filename: item.originalFilename,
      file_size_bytes: item.fileSizeBytes,
      duration_seconds: item.durationSeconds,
      processing_status: item.status,
      visibility: item.visibility,
      has_proxy: item.hasProxy,
      has_thumbnail: item.thumbnail !== null,
      thumbnail_url: item.thumbnail === null ? null : this.thumbnails.linkTo(item, item.thumbnail),
      tags: item.tags,
      uploaded_at: timeOf(item.uploadedAt),
      recorded_at: timeOf(item.recordedAt),
      created_at: item.createdAt.toISOString(),
    };
  }

  /** One onto the other: spreading objects as large as these was measured to take longer than all else of a request. */
  present(video: Named<VideoView>): VideoDto {
    return Object.assign(this.presentItem(video), detailsOf(video), mediaOf(video.media));
  }
}

const NOT_PROBED = {
  width: null,
  height: null,
  fps: null,
  codec: null,
  audio_codec: null,
  bit_rate: null,
  resolution: null,
};
type Media = Pick<VideoDto, keyof typeof NOT_PROBED>;
type Details = Omit<VideoDto, keyof VideoItemDto | keyof Media>;

function detailsOf(video: VideoView): Details {
  const { manifest } = video;
  return {
    description: video.description,
    operator_notes: video.operatorNotes,
    format: video.format,
    original_path: video.originalKey,
    checksum_sha256: video.checksumSha256,
    thumbnail_path: manifest?.thumbnail.key ?? null,
    proxy_path: manifest?.proxy?.key ?? null,
    proxy_size_bytes: manifest?.proxy?.sizeBytes ?? null,
    renditions: (manifest?.renditions ?? []).map(toRenditionDto),
    processing_job_id: video.runId,
    processing_error: video.processingError,
    processing_started_at: timeOf(video.processingStartedAt),
    processing_completed_at: timeOf(video.processingCompletedAt),
    moderation_status: video.moderationStatus,
    view_count: video.viewCount,
    updated_at: video.updatedAt.toISOString(),
    warnings: video.warnings,
  };
}

function mediaOf(media: MediaFacts | null): Media {
  if (media === null) return NOT_PROBED;
  return {
    width: media.width,
    height: media.height,
    fps: media.fps,
    codec: media.codec,
    audio_codec: media.audioCodec,
    bit_rate: media.bitRate,
    resolution: `${String(media.width)}x${String(media.height)}`,
  };
}

function timeOf(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

function toRenditionDto({
  name,
  width,
  height,
  fps,
  codec,
  bitRate,
  status,
}: Manifest['renditions'][number]): RenditionDto {
  return { name, width, height, fps, codec, bit_rate: bitRate, status };
}
