import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ObjectStore, storageKey, StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { PermanentFailure } from '../domain/processing.errors';
import type { ClaimedStep } from '../domain/step';
import { MediaToolbox, type Picture } from '../ports/media-toolbox';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { fetchObject } from './fetch-object';

const JPEG = 'image/jpeg';

/** One good picture of the video, seconds after the upload. */
@Injectable()
export class ThumbnailStep extends StepHandler {
  readonly name = 'thumbnail';

  constructor(
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
    private readonly toolbox: MediaToolbox,
    private readonly folders: TemporaryFolders,
  ) {
    super();
  }

  async run({ step, signal, report }: StepContext): Promise<StepOutcome> {
    const video = await this.videos.find(step.videoId);
    const original = video === null ? null : await this.store.head(video.originalKey);
    if (original === null) throw new PermanentFailure('SOURCE_GONE', 'The original is gone.');
    const work = async (folder: string): Promise<Picture> => {
      const { file } = await fetchObject(this.store, { ...original, folder }, signal);
      report(0.4);
      return this.toolbox.paintThumbnail(file, signal);
    };
    const options = { expectedBytes: original.sizeBytes };
    const { jpeg, width, height } = await this.folders.during('step', work, options);
    const key = keyOf(step);
    await this.objects.intend({
      key,
      purpose: 'derived',
      ownerId: step.ownerId,
      videoId: step.videoId,
      sizeBytes: jpeg.length,
      contentType: JPEG,
    });
    const stored = await this.store.write(key, Readable.from([jpeg]), {
      contentType: JPEG,
      maxBytes: jpeg.length,
      signal,
    });
    return {
      result: { key, size_bytes: stored.sizeBytes, content_type: JPEG, width, height },
      outputs: [key],
      commit: async () => {
        await this.objects.makeLive(key, stored);
      },
    };
  }
}

/** The fence in the name: two attempts never write to one place. */
function keyOf({ ownerId, videoId, runId, fence }: ClaimedStep): string {
  return storageKey('thumbnails', ownerId, videoId, `${runId}-${String(fence)}.jpg`);
}
