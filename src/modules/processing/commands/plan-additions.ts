import { Injectable } from '@nestjs/common';
import { renditionNames } from '#libs/media';
import type { VideoId } from '#kernel/id';
import { VideoRepository, type Manifest } from '#modules/videos';
import { planOfAdditions } from '../domain/reprocess-plan';
import type { PlannedStep } from '../domain/step';
import { NothingPublished, RenditionUnknown } from '../domain/work.errors';

/** What is to be done for renditions that are wanted beside those that stand. */
@Injectable()
export class PlanAdditions {
  constructor(private readonly videos: VideoRepository) {}

  /** Nothing, when all of them stand. */
  async execute(videoId: VideoId, wanted: readonly string[]): Promise<readonly PlannedStep[]> {
    const [published, size] = [await this.videos.published(videoId), await this.videos.sizeOf(videoId)];
    if (published === null || size === null) throw NothingPublished();
    const offered = renditionNames(size);
    const unknown = wanted.filter((name) => !offered.includes(name));
    if (unknown.length > 0) throw RenditionUnknown(undefined, { details: { unknown, offered } });
    const { manifest } = published;
    const renditions = wanted.filter((name) => !stands(manifest, name));
    return renditions.length === 0 ? [] : planOfAdditions({ renditions, base_version: manifest.version });
  }
}

function stands({ renditions }: Manifest, wanted: string): boolean {
  return renditions.some(({ name, status }) => name === wanted && status === 'ready');
}
