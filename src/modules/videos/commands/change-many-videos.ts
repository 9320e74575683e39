import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import type { VideoId } from '#kernel/id';
import { BulkActions, type BulkActionName } from './bulk-actions';
import { DeleteVideo } from './delete-video';
import { TagVideo } from './tag-video';

export interface ChangeManyInput {
  readonly actor: Actor;
  readonly action: BulkActionName;
  readonly videoIds: readonly VideoId[];
  readonly tags: readonly string[];
  readonly keepsFiles: boolean;
}

export interface ChangedVideo {
  readonly videoId: VideoId;
  /** Null where it was done. */
  readonly refusal: DomainError | null;
}

/** One after the other, each as if it had been asked for alone: what one is refused keeps no other from being done. */
@Injectable()
export class ChangeManyVideos implements OnModuleInit {
  constructor(
    private readonly actions: BulkActions,
    private readonly deleteVideo: DeleteVideo,
    private readonly tagVideo: TagVideo,
  ) {}

  onModuleInit(): void {
    this.actions.add('delete', (wish) => this.deleteVideo.execute(wish));
    this.actions.add('tag', (wish) => this.tagVideo.execute({ ...wish, how: 'tag' }));
    this.actions.add('untag', (wish) => this.tagVideo.execute({ ...wish, how: 'untag' }));
  }

  async execute({ actor, action, videoIds, tags, keepsFiles }: ChangeManyInput): Promise<ChangedVideo[]> {
    const act = this.actions.find(action);
    const changed: ChangedVideo[] = [];
    for (const videoId of new Set(videoIds)) {
      const refusal = await refusalOf(() => act({ actor, videoId, tags, keepsFiles }));
      changed.push({ videoId, refusal });
    }
    return changed;
  }
}

async function refusalOf(act: () => Promise<unknown>): Promise<DomainError | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
