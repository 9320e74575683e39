import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { VideoRepository } from '#modules/videos';
import { RunEnds } from '../ports/run-ends';
import { SettleVideo } from './settle-video';

const PAGE = 500;

/** S6: looks through everything that is called processing for what nobody processes. */
@Injectable()
export class SettleVideos {
  constructor(
    private readonly videos: VideoRepository,
    private readonly ends: RunEnds,
    private readonly settleVideo: SettleVideo,
  ) {}

  /** How many were found. */
  async execute(): Promise<number> {
    let settled = 0;
    let after: VideoId | null = null;
    do {
      const page = await this.videos.inProcessing(after, PAGE);
      const over = await this.ends.among(page.map(({ runId }) => runId));
      for (const video of page.filter(({ runId }) => over.has(runId)))
        settled += (await this.settleVideo.execute(video)) ? 1 : 0;
      after = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
    } while (after !== null);
    return settled;
  }
}
