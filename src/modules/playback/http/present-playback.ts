import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { linkTimesOf, type ManifestFile, type Storyboard, type VideoView } from '#modules/videos';
import { PLAYLIST_TYPE, type Source, type StreamType } from '../domain/stream';
import { DeliveryLinks, type DeliveredFile, type LinkTimes } from '../ports/delivery-links';
import { PlaylistLinks } from '../ports/playlist-links';
import type { PlaybackUrlDto, StoryboardDto, StreamDto } from './playback.dto';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;
const STEADY_MINUTES = 50;
const JPEG = 'image/jpeg';

/** What can be played, with the links to it. */
@Injectable()
export class PresentPlayback {
  constructor(
    private readonly playlists: PlaylistLinks,
    private readonly delivery: DeliveryLinks,
    private readonly clock: Clock,
  ) {}

  async stream(video: VideoView, source: Source, minutes?: number): Promise<StreamDto> {
    return {
      ...(await this.link(video, source, this.timesOf(video, fileOf(source), minutes))),
      file_size_bytes: source.kind === 'file' ? source.sizeBytes : null,
      duration_seconds: video.media?.durationSeconds ?? null,
    };
  }

  async best(video: VideoView, source: Source, type: StreamType): Promise<PlaybackUrlDto> {
    return { ...(await this.link(video, source, this.timesOf(video, fileOf(source)))), type };
  }

  async picture(video: VideoView, file: ManifestFile, minutes?: number): Promise<StreamDto> {
    return { ...(await this.stream(video, { kind: 'file', ...file }, minutes)), duration_seconds: null };
  }

  async storyboard(video: VideoView, version: number, storyboard: Storyboard): Promise<StoryboardDto> {
    const files = storyboard.sheets.map((key) => ({ key, contentType: JPEG }));
    const times = this.timesOf(video, files[0] ?? null);
    const sheets = files.map((file) => this.delivery.linkTo(file, times));
    return {
      video_id: video.id,
      vtt_url: this.playlists.sign({ videoId: video.id, version, name: 'storyboard.vtt', ...times }),
      sprite_urls: await Promise.all(sheets),
      tile_width: storyboard.tileWidth,
      tile_height: storyboard.tileHeight,
      interval_seconds: storyboard.intervalSeconds,
      expires_at: times.expiresAt.toISOString(),
    };
  }

  private async link(video: VideoView, source: Source, times: LinkTimes) {
    const isFile = source.kind === 'file';
    return {
      video_id: video.id,
      url: isFile
        ? await this.delivery.linkTo(source, times)
        : this.playlists.sign({ videoId: video.id, version: source.version, name: 'master.m3u8', ...times }),
      expires_at: times.expiresAt.toISOString(),
      content_type: isFile ? source.contentType : PLAYLIST_TYPE,
    };
  }

  /** For as long as was asked for; else for an hour at least, with the times of others where that saves a signature. */
  private timesOf(video: VideoView, file: DeliveredFile | null, minutes?: number): LinkTimes {
    const now = this.clock.now();
    const isSteady = minutes === undefined && file !== null && this.delivery.isRemembered(file);
    const steadyMs = isSteady ? STEADY_MINUTES * MINUTE_MS : 1;
    const lastingMs = (minutes ?? DEFAULT_MINUTES) * MINUTE_MS + (isSteady ? steadyMs : 0);
    return { ...linkTimesOf(video, { now, steadyMs, lastingMs }), isSteady };
  }
}

/** Null for a playlist, which we serve ourselves. */
function fileOf(source: Source): DeliveredFile | null {
  return source.kind === 'file' ? source : null;
}
