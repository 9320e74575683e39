import { Injectable } from '@nestjs/common';
import type { RunId, VideoId } from '#kernel/id';
import { StorageObjectRepository } from '#modules/storage';
import { VideoTracks } from '#modules/videos';
import { isOfVersion } from '../domain/version-name';
import { StepResults } from '../ports/step-results';

/**
 * What a run that ends without a publication leaves behind: nothing. Only what is live: what is being written is condemned by
 * its writer when it has stopped, since bytes that came after a purge would be nobody's.
 */
@Injectable()
export class DropVersion {
  constructor(
    private readonly objects: StorageObjectRepository,
    private readonly tracks: VideoTracks,
    private readonly results: StepResults,
  ) {}

  /** Within the unit of work that ends the run, which holds the video. */
  async execute({ runId, videoId }: { readonly runId: RunId; readonly videoId: VideoId }): Promise<void> {
    const { version } = await this.results.runOf(runId);
    const objects = await this.objects.ofVideo(videoId);
    const made = objects.filter(
      ({ key, purpose, state }) => purpose === 'derived' && state === 'live' && isOfVersion(key, version),
    );
    await this.objects.condemn(made.map(({ key }) => key));
    await this.tracks.drop(videoId, version);
  }
}
