import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { ObjectStore, StorageObjectRepository, type ObjectPurpose } from '#modules/storage';
import { planOfReprocess } from '../domain/reprocess-plan';
import type { PlannedStep } from '../domain/step';
import { planOfUpload } from '../domain/upload-plan';

/** What a video can be made of again, and what is to be done for that. */
@Injectable()
export class FindSource {
  constructor(
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
  ) {}

  /** Asks the store, so never within a unit of work. Null when there is nothing. */
  async planFrom(videoId: VideoId): Promise<readonly PlannedStep[] | null> {
    if ((await this.keyOf(videoId, 'original')) !== null) return planOfReprocess();
    // Its first run ended before the original was adopted.
    const staging = await this.keyOf(videoId, 'staging');
    return staging === null ? null : planOfUpload(staging);
  }

  private async keyOf(videoId: VideoId, wanted: ObjectPurpose): Promise<string | null> {
    const objects = await this.objects.ofVideo(videoId);
    const key = objects.find(({ purpose, state }) => purpose === wanted && state === 'live')?.key ?? null;
    return key === null || (await this.store.head(key)) === null ? null : key;
  }
}
