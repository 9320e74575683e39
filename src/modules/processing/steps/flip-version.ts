import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository, VideoTrace, VideoTracks, type PublishedVersion } from '#modules/videos';
import type { ClaimedStep } from '../domain/step';

/** As long as the longest link for playing that was given to the version before. */
const PLAYING_GRACE_SECONDS = 24 * 3600;
/** As long as links to pictures in lists. */
const PICTURE_GRACE_SECONDS = 7 * PLAYING_GRACE_SECONDS;

/** Flips the manifest: readers see nothing of a version, or all of it. */
@Injectable()
export class FlipVersion {
  constructor(
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly tracks: VideoTracks,
    private readonly trace: VideoTrace,
  ) {}

  /** In the transaction that finishes the work. What nobody needs any more goes when the last link to it has expired. */
  async execute(
    { runId, videoId, ownerId }: ClaimedStep,
    published: PublishedVersion,
    isNeeded: (key: string) => boolean,
  ): Promise<void> {
    const before = await this.videos.published(videoId);
    if (!(await this.videos.publishVersion(videoId, runId, published))) return;
    const { version } = published.manifest;
    const objects = await this.objects.ofVideo(videoId);
    const outdated = objects
      .filter(({ purpose, state, key }) => purpose === 'derived' && state === 'live' && !isNeeded(key))
      .map(({ key }) => key);
    const picture = before?.manifest.thumbnail.key;
    await this.condemn(
      outdated.filter((key) => key !== picture),
      PLAYING_GRACE_SECONDS,
    );
    await this.condemn(
      outdated.filter((key) => key === picture),
      PICTURE_GRACE_SECONDS,
    );
    await this.tracks.dropBefore(videoId, version);
    await this.trace.record(SYSTEM, { videoId, ownerId, type: 'video.completed', data: { version } });
  }

  private async condemn(keys: readonly string[], graceSeconds: number): Promise<void> {
    if (keys.length > 0) await this.objects.condemn(keys, { graceSeconds });
  }
}
