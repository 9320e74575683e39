import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ChoosePlace } from '#modules/sites';
import { EditedMeanwhile, NotesNotYours } from '../domain/video.errors';
import type { VideoEdits } from '../domain/video-edits';
import { mayUseNotes } from '../domain/video-policy';
import { VideoRepository, type VideoState } from '../ports/video-repository';
import { ChangeableVideos } from './changeable-videos';
import { VideoTrace } from './video-trace';

export interface EditVideoInput {
  readonly actor: Actor;
  readonly videoId: VideoId;
  readonly edits: VideoEdits;
  /** The edits that the caller has seen; null where it does not matter. */
  readonly seen: readonly number[] | null;
}

/** What people say about a video. Two who edit at once change what each of them names, and no more. */
@Injectable()
export class EditVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changeable: ChangeableVideos,
    private readonly videos: VideoRepository,
    private readonly choosePlace: ChoosePlace,
    private readonly trace: VideoTrace,
  ) {}

  async execute({ actor, videoId, edits, seen }: EditVideoInput): Promise<void> {
    await this.unitOfWork.run(async () => {
      const video = await this.changeable.lock(actor, videoId);
      if (edits.operatorNotes !== undefined && !mayUseNotes(actor, video)) throw NotesNotYours();
      if (seen !== null && !seen.includes(video.editVersion)) throw EditedMeanwhile();
      const placed = await this.place(actor, video, edits);
      if (!(await this.videos.edit(videoId, { ...edits, ...placed }))) return;
      await this.trace.record(actor, {
        videoId,
        ownerId: video.ownerId,
        type: 'video.edited',
        data: { fields: Object.keys(edits) },
      });
    });
  }

  /** A camera is of the mall of its video; a video of no mall goes where its camera is. */
  private async place(
    actor: Actor,
    { mallId }: VideoState,
    { pinId }: VideoEdits,
  ): Promise<Pick<VideoEdits, 'mallId'>> {
    if (pinId === undefined) return {};
    const chosen = await this.choosePlace.execute(actor, { mallId, pinId });
    return mallId === null && chosen.mallId !== null ? { mallId: chosen.mallId } : {};
  }
}
