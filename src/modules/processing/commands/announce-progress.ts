import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import type { VideoId } from '#kernel/id';
import { VideoRepository } from '#modules/videos';
import { progressOf } from '../domain/video-progress';
import { ProgressBoard } from '../ports/progress-board';
import { WorkReader } from '../ports/work-reader';

/** Tells everybody how far a video is, as the record has it. Nothing fails because nobody can be told. */
@Injectable()
export class AnnounceProgress {
  constructor(
    private readonly videos: VideoRepository,
    private readonly work: WorkReader,
    private readonly board: ProgressBoard,
    private readonly clock: Clock,
  ) {}

  async execute(videoId: VideoId): Promise<void> {
    try {
      await this.announce(videoId);
    } catch {
      // Redis away is told by its courier, Postgres away by whoever needs it.
    }
  }

  private async announce(videoId: VideoId): Promise<void> {
    const video = await this.videos.find(videoId);
    if (video === null || video.deletedFor !== null) return this.board.remove(videoId);
    const run = video.runId === null ? null : await this.work.run(video.runId);
    if (run === null) return;
    const { version, resumptions, state, error } = run;
    const progress = progressOf({ status: video.status, error }, run, this.clock.now());
    await this.board.put({ id: videoId, ownerId: video.ownerId }, progress, {
      version,
      resumptions,
      isOver: state !== 'active',
    });
  }
}
