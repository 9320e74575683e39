import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { TooManyTags } from '../domain/video.errors';
import { MOST_TAGS, withoutTags, withTags } from '../domain/video-edits';
import { ChangeableVideos } from './changeable-videos';
import { EditVideo } from './edit-video';

export interface TagVideoInput {
  readonly actor: Actor;
  readonly videoId: VideoId;
  readonly tags: readonly string[];
  readonly how: 'tag' | 'untag';
}

/** Adds tags to those that are there, or takes them away. */
@Injectable()
export class TagVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changeable: ChangeableVideos,
    private readonly editVideo: EditVideo,
  ) {}

  async execute({ actor, videoId, tags: named, how }: TagVideoInput): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { tags: before } = await this.changeable.lock(actor, videoId);
      const tags = how === 'tag' ? withTags(before, named) : withoutTags(before, named);
      if (tags.length > MOST_TAGS) throw TooManyTags();
      if (tags.length === before.length) return;
      await this.editVideo.execute({ actor, videoId, edits: { tags }, seen: null });
    });
  }
}
