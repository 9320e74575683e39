import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { PresignedTransfers } from '#modules/storage';
import type { Manifest } from '../domain/manifest';
import type { MediaFacts } from '../domain/media-facts';
import { linkTimesOf } from '../domain/link-times';
import type { VideoView } from '../domain/video-view';
import type { RenditionDto, VideoDto } from './video.dto';

const DAY_MS = 24 * 3600 * 1000;
const THUMBNAIL_LINK_DAYS = 7;

/** A video in the words of the wire. */
@Injectable()
export class PresentVideo {
  constructor(
    private readonly transfers: PresignedTransfers,
    private readonly clock: Clock,
  ) {}

  present(video: VideoView): VideoDto {
    const { manifest, media } = video;
    return {
      id: video.id,
      owner_id: video.ownerId,
      title: video.title,
      description: video.description,
      tags: video.tags,
      visibility: video.visibility,
      original_filename: video.originalFilename,
      format: video.format,
      file_size_bytes: video.fileSizeBytes,
      original_path: video.originalKey,
      checksum_sha256: video.checksumSha256,
      processing_status: video.status,
      processing_job_id: video.runId,
      processing_error: video.processingError,
      warnings: video.warnings,
      ...timesOf(video),
      ...mediaOf(media),
      ...this.filesOf(video),
      renditions: (manifest?.renditions ?? []).map(toRenditionDto),
    };
  }

  private filesOf(video: VideoView) {
    const { manifest } = video;
    return {
      has_thumbnail: manifest !== null,
      has_proxy: manifest?.proxy != null,
      thumbnail_url: manifest === null ? null : this.thumbnailLink(video, manifest),
      thumbnail_path: manifest?.thumbnail.key ?? null,
      proxy_path: manifest?.proxy?.key ?? null,
      proxy_size_bytes: manifest?.proxy?.sizeBytes ?? null,
    };
  }

  /** The same link all day long, so that browsers and caches keep the picture. */
  private thumbnailLink(video: VideoView, { thumbnail: { key, contentType } }: Manifest): string {
    const lastingMs = THUMBNAIL_LINK_DAYS * DAY_MS;
    const times = linkTimesOf(video, { now: this.clock.now(), steadyMs: DAY_MS, lastingMs });
    return this.transfers.signDownload({ key, contentType, ...times });
  }
}

function timesOf(video: VideoView) {
  return {
    recorded_at: timeOf(video.recordedAt),
    uploaded_at: timeOf(video.uploadedAt),
    processing_started_at: timeOf(video.processingStartedAt),
    processing_completed_at: timeOf(video.processingCompletedAt),
    created_at: video.createdAt.toISOString(),
    updated_at: video.updatedAt.toISOString(),
  };
}

function timeOf(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

const NOT_PROBED = {
  duration_seconds: null,
  width: null,
  height: null,
  fps: null,
  codec: null,
  audio_codec: null,
  bit_rate: null,
  resolution: null,
};

function mediaOf(media: MediaFacts | null) {
  if (media === null) return NOT_PROBED;
  return {
    duration_seconds: media.durationSeconds,
    width: media.width,
    height: media.height,
    fps: media.fps,
    codec: media.codec,
    audio_codec: media.audioCodec,
    bit_rate: media.bitRate,
    resolution: `${String(media.width)}x${String(media.height)}`,
  };
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
