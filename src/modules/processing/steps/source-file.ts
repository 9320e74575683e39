import { Injectable } from '@nestjs/common';
import { ObjectStore } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { PermanentFailure } from '../domain/processing.errors';
import type { ClaimedStep } from '../domain/step';
import { KeptSources } from './kept-sources';

/** Beside the original: what is made of it. */
const ROOM_FACTOR = 1.5;

/** The original of a video on this machine's disk, for as long as it is worked on. */
@Injectable()
export class SourceFile {
  constructor(
    private readonly videos: VideoRepository,
    private readonly store: ObjectStore,
    private readonly kept: KeptSources,
  ) {}

  async during<T>(
    step: Pick<ClaimedStep, 'runId' | 'videoId'>,
    signal: AbortSignal,
    work: (file: string) => Promise<T>,
  ): Promise<T> {
    const video = await this.videos.find(step.videoId);
    const original = video === null ? null : await this.store.head(video.originalKey);
    if (original === null) throw new PermanentFailure('SOURCE_GONE', 'The original is gone.');
    const wishes = { holder: step, signal, roomBytes: original.sizeBytes * ROOM_FACTOR };
    return this.kept.use(original, wishes, ({ file }) => work(file));
  }
}
