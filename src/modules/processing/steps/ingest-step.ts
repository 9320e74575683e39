import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { DomainError } from '#kernel/domain-error';
import {
  ObjectChanged,
  ObjectStore,
  StorageObjectRepository,
  type ObjectFacts,
  type ObjectIntent,
} from '#modules/storage';
import { VideoRepository, type VideoState } from '#modules/videos';
import { PermanentFailure } from '../domain/processing.errors';
import { MediaToolbox } from '../ports/media-toolbox';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { KeptSources } from './kept-sources';

/** Reads every byte once: hashes, probes, and adopts the original from staging, where its uploader could still write. */
@Injectable()
export class IngestStep extends StepHandler {
  readonly name = 'ingest';

  constructor(
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
    private readonly toolbox: MediaToolbox,
    private readonly kept: KeptSources,
  ) {
    super();
  }

  async run({ step, signal, report }: StepContext): Promise<StepOutcome> {
    const video = await this.videos.find(step.videoId);
    if (video === null) throw new PermanentFailure('DELETED', 'The video was deleted.');
    const staging = String(step.plan.staging_key);
    const arrived = await this.store.head(staging);
    if (arrived === null) throw new PermanentFailure('SOURCE_GONE', 'The uploaded file is gone.');
    const wishes = { holder: step, signal, roomBytes: 0 };
    return this.kept.use(arrived, wishes, async ({ file, sha256 }) => {
      report(0.5);
      const { facts, provenance } = await this.toolbox.lookInto(file, signal);
      report(0.8);
      const original = await this.adopt(video, arrived);
      this.kept.alsoServe(original, arrived);
      crashPoint('C7');
      return {
        result: { sha256, size_bytes: original.sizeBytes },
        commit: async () => {
          if (!(await this.objects.makeLive(original.key, { ...original, sha256 })))
            throw new Error('the original was condemned while it was adopted');
          await this.objects.condemn([staging]);
          await this.videos.recordMedia(step.videoId, { ...facts, sha256 }, provenance);
        },
      };
    });
  }

  /** What was hashed and probed is what becomes the original: the copy holds only for that ETag. */
  private async adopt(video: VideoState, arrived: ObjectFacts): Promise<ObjectFacts> {
    const { originalKey: key, contentType, ownerId, id: videoId } = video;
    await this.announceOriginal({ key, contentType, ownerId, videoId, sizeBytes: arrived.sizeBytes });
    try {
      return await this.store.copy(arrived.key, key, { ifMatch: arrived.etag });
    } catch (error) {
      if (error instanceof DomainError && error.code === ObjectChanged.code) {
        throw new PermanentFailure('SOURCE_CHANGED', 'The uploaded file changed while it was read.');
      }
      throw error;
    }
  }

  /** An attempt of yesterday may have announced it and failed; what nobody wrote by then was swept away. */
  private async announceOriginal(original: Omit<ObjectIntent, 'purpose'>): Promise<void> {
    const known = await this.objects.find(original.key);
    if (known === null) return this.objects.intend({ ...original, purpose: 'original' });
    if (known.state === 'intent') return;
    if (!(await this.objects.intendAgain(original.key)))
      throw new Error(`the original is ${known.state}, where it was to be written`);
  }
}
