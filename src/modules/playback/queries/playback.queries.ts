import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import {
  VideoQueries,
  type Manifest,
  type ManifestFile,
  type Storyboard,
  type VideoView,
} from '#modules/videos';
import {
  NothingToPlay,
  StoryboardNotReady,
  StreamNotReady,
  ThumbnailNotReady,
  UnknownStreamType,
} from '../domain/playback.errors';
import { STREAM_TYPES, type Source, type StreamType } from '../domain/stream';

export interface Playable {
  readonly video: VideoView;
  readonly source: Source;
}

/** What of a video can be played by whom, and where it lies. */
@Injectable()
export class PlaybackQueries {
  constructor(private readonly videos: VideoQueries) {}

  async stream(actor: Actor, id: VideoId, type: string): Promise<Playable> {
    if (!isStreamType(type)) throw UnknownStreamType();
    const video = await this.videos.get(actor, id);
    const source = sourceOf(video, type);
    if (source === null) throw StreamNotReady();
    return { video, source };
  }

  /** The best that exists now. */
  async best(actor: Actor, id: VideoId): Promise<Playable & { readonly type: StreamType }> {
    const video = await this.videos.get(actor, id);
    for (const type of ['hls', 'proxy', 'original'] as const) {
      const source = sourceOf(video, type);
      if (source !== null) return { video, source, type };
    }
    throw NothingToPlay();
  }

  async thumbnail(actor: Actor, id: VideoId): Promise<{ video: VideoView; file: ManifestFile }> {
    const video = await this.videos.get(actor, id);
    if (video.manifest === null) throw ThumbnailNotReady();
    return { video, file: video.manifest.thumbnail };
  }

  async storyboard(
    actor: Actor,
    id: VideoId,
  ): Promise<{ video: VideoView; version: number; storyboard: Storyboard }> {
    const video = await this.videos.get(actor, id);
    const storyboard = video.manifest?.storyboard ?? null;
    if (video.manifest === null || storyboard === null) throw StoryboardNotReady();
    return { video, version: video.manifest.version, storyboard };
  }
}

function isStreamType(text: string): text is StreamType {
  return STREAM_TYPES.some((type) => type === text);
}

function sourceOf(video: VideoView, type: StreamType): Source | null {
  switch (type) {
    case 'hls':
      return video.manifest !== null && hasReady(video.manifest)
        ? { kind: 'hls', version: video.manifest.version }
        : null;
    case 'proxy':
      return video.manifest?.proxy == null ? null : { kind: 'file', ...video.manifest.proxy };
    case 'original':
      return originalOf(video);
  }
}

function hasReady({ renditions }: Manifest): boolean {
  return renditions.some(({ status }) => status === 'ready');
}

/** It stands at its place from the moment on at which it was hashed. */
function originalOf(video: VideoView): Source | null {
  if (video.checksumSha256 === null) return null;
  return {
    kind: 'file',
    key: video.originalKey,
    contentType: video.contentType,
    sizeBytes: video.fileSizeBytes,
    downloadName: video.originalFilename,
  };
}
