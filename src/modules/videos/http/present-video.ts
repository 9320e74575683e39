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

  /** Field by field onto the item: to spread objects as large as these was measured to take longer than all else of a request. */
  present(video: Named<VideoView>): VideoDto {
    const dto = this.presentItem(video) as VideoDto;
    dto.description = video.description;
    dto.operator_notes = video.operatorNotes;
    dto.moderation_status = video.moderationStatus;
    dto.view_count = video.viewCount;
    dto.updated_at = video.updatedAt.toISOString();
    dto.warnings = video.warnings;
    tellOriginal(dto, video);
    tellMade(dto, video.manifest);
    tellMedia(dto, video.media);
    tellWork(dto, video);
    return dto;
  }
}

function tellOriginal(dto: VideoDto, video: VideoView): void {
  dto.format = video.format;
  dto.original_path = video.originalKey;
  dto.checksum_sha256 = video.checksumSha256;
}

function tellMade(dto: VideoDto, manifest: Manifest | null): void {
  dto.thumbnail_path = manifest?.thumbnail.key ?? null;
  dto.proxy_path = manifest?.proxy?.key ?? null;
  dto.proxy_size_bytes = manifest?.proxy?.sizeBytes ?? null;
  dto.renditions = (manifest?.renditions ?? []).map(toRenditionDto);
}

function tellMedia(dto: VideoDto, media: MediaFacts | null): void {
  const known: Partial<MediaFacts> = media ?? {};
  dto.width = known.width ?? null;
  dto.height = known.height ?? null;
  dto.fps = known.fps ?? null;
  dto.codec = known.codec ?? null;
  dto.audio_codec = known.audioCodec ?? null;
  dto.bit_rate = known.bitRate ?? null;
  dto.resolution = media === null ? null : `${String(media.width)}x${String(media.height)}`;
}

function tellWork(dto: VideoDto, video: VideoView): void {
  dto.processing_job_id = video.runId;
  dto.processing_error = video.processingError;
  dto.processing_started_at = timeOf(video.processingStartedAt);
  dto.processing_completed_at = timeOf(video.processingCompletedAt);
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
