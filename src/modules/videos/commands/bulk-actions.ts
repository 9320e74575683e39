import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';

export const BULK_ACTIONS = ['delete', 'reprocess', 'tag', 'untag'] as const;
export type BulkActionName = (typeof BULK_ACTIONS)[number];

export interface BulkWish {
  readonly actor: Actor;
  readonly videoId: VideoId;
  readonly tags: readonly string[];
  readonly keepsFiles: boolean;
}

export type BulkAction = (wish: BulkWish) => Promise<unknown>;

/** What can be done to many videos, each by itself. Modules that know more of videos than this one add theirs. */
export class BulkActions {
  private readonly actions = new Map<BulkActionName, BulkAction>();

  add(name: BulkActionName, action: BulkAction): void {
    this.actions.set(name, action);
  }

  find(name: BulkActionName): BulkAction {
    const action = this.actions.get(name);
    if (action === undefined) throw new Error(`nobody has added the action ${name}`);
    return action;
  }
}
