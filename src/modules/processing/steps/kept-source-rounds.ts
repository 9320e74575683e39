import { Injectable } from '@nestjs/common';
import { VideoRepository } from '#modules/videos';
import { Rounds } from '#platform/process/rounds';
import { RunEnds } from '../ports/run-ends';
import { ProcessingConfig } from '../processing.config';
import type { KeptSource } from './kept-source';
import { KeptSources } from './kept-sources';

/** Longer than a line in which it is worth waiting with a file in hand. */
const LONGEST_IDLE_MS = 3_600_000;

/** Lets go of files with which nothing more is done: the run is over, the video deleted, or its turn does not come. */
@Injectable()
export class KeptSourceRounds {
  constructor(
    rounds: Rounds,
    config: ProcessingConfig,
    private readonly sources: KeptSources,
    private readonly ends: RunEnds,
    private readonly videos: VideoRepository,
  ) {
    const everyMs = config.sweepSeconds * 1000;
    rounds.add({ name: 'kept-sources', everyMs, work: () => this.tidy() });
  }

  private async tidy(): Promise<void> {
    const idle = this.sources.idle();
    if (idle.length === 0) return;
    if (!(await this.sources.isBearable())) return this.sources.giveUp(idle);
    const over = await this.ends.among(idle.map(({ holder }) => holder.runId));
    const useless: KeptSource[] = [];
    for (const source of idle) {
      const { runId, videoId } = source.holder;
      const isOld = performance.now() - source.idleSince > LONGEST_IDLE_MS;
      if (isOld || over.has(runId) || (await this.isDeleted(videoId))) useless.push(source);
    }
    await this.sources.giveUp(useless);
  }

  private async isDeleted(videoId: KeptSource['holder']['videoId']): Promise<boolean> {
    const video = await this.videos.find(videoId);
    return video === null || video.deletedFor !== null;
  }
}
