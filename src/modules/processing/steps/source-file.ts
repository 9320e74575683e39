import { Injectable } from '@nestjs/common';
import { ObjectStore } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { PermanentFailure } from '../domain/processing.errors';
import type { ClaimedStep } from '../domain/step';
import { fetchObject } from './fetch-object';

/** The original, and as much again and half for what is made of it. */
const ROOM_FACTOR = 2.5;

/** The original of a video on this machine's disk, for as long as it is worked on. */
@Injectable()
export class SourceFile {
  constructor(
    private readonly videos: VideoRepository,
    private readonly store: ObjectStore,
    private readonly folders: TemporaryFolders,
  ) {}

  async during<T>(
    { videoId }: Pick<ClaimedStep, 'videoId'>,
    signal: AbortSignal,
    work: (file: string) => Promise<T>,
  ): Promise<T> {
    const video = await this.videos.find(videoId);
    const original = video === null ? null : await this.store.head(video.originalKey);
    if (original === null) throw new PermanentFailure('SOURCE_GONE', 'The original is gone.');
    const inFolder = async (folder: string): Promise<T> => {
      const { file } = await fetchObject(this.store, { ...original, folder }, signal);
      return work(file);
    };
    return this.folders.during('step', inFolder, { expectedBytes: original.sizeBytes * ROOM_FACTOR });
  }
}
