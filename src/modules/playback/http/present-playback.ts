import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import type { ManifestFile, Storyboard, VideoView } from '#modules/videos';
import { PLAYLIST_TYPE, type Source, type StreamType } from '../domain/stream';
import { DeliveryLinks, type LinkTimes } from '../ports/delivery-links';
import { PlaylistLinks } from '../ports/playlist-links';
import type { PlaybackUrlDto, StoryboardDto, StreamDto } from './playback.dto';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;
const JPEG = 'image/jpeg';

/** What can be played, with the links to it. */
@Injectable()
export class PresentPlayback {
  constructor(
    private readonly playlists: PlaylistLinks,
    private readonly delivery: DeliveryLinks,
    private readonly clock: Clock,
  ) {}

  stream(video: VideoView, source: Source, minutes?: number): StreamDto {
    const times = this.timesOf(video, minutes);
    return {
      ...this.link(video, source, times),
      file_size_bytes: source.kind === 'file' ? source.sizeBytes : null,
      duration_seconds: video.media?.durationSeconds ?? null,
    };
  }

  best(video: VideoView, source: Source, type: StreamType): PlaybackUrlDto {
    return { ...this.link(video, source, this.timesOf(video)), type };
  }

  picture(video: VideoView, file: ManifestFile, minutes?: number): StreamDto {
    return { ...this.stream(video, { kind: 'file', ...file }, minutes), duration_seconds: null };
  }

  storyboard(video: VideoView, version: number, storyboard: Storyboard): StoryboardDto {
    const times = this.timesOf(video);
    return {
      video_id: video.id,
      vtt_url: this.playlists.sign({ videoId: video.id, version, name: 'storyboard.vtt', ...times }),
      sprite_urls: storyboard.sheets.map((key) => this.delivery.linkTo({ key, contentType: JPEG }, times)),
      tile_width: storyboard.tileWidth,
      tile_height: storyboard.tileHeight,
      interval_seconds: storyboard.intervalSeconds,
      expires_at: times.expiresAt.toISOString(),
    };
  }

  private link(video: VideoView, source: Source, times: LinkTimes) {
    const isFile = source.kind === 'file';
    return {
      video_id: video.id,
      url: isFile
        ? this.delivery.linkTo(source, times)
        : this.playlists.sign({ videoId: video.id, version: source.version, name: 'master.m3u8', ...times }),
      expires_at: times.expiresAt.toISOString(),
      content_type: isFile ? source.contentType : PLAYLIST_TYPE,
    };
  }

  /** From now on, or from the last revocation where another clock was ahead of ours. */
  private timesOf({ playbackRevokedAt }: VideoView, minutes = DEFAULT_MINUTES): LinkTimes {
    const now = this.clock.now().getTime();
    const signedAt = new Date(Math.max(now, playbackRevokedAt?.getTime() ?? 0));
    return { signedAt, expiresAt: new Date(now + minutes * MINUTE_MS) };
  }
}
