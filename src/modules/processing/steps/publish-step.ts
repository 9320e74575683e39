import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { VideoRepository, VideoTrace, type Manifest } from '#modules/videos';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';

interface ThumbnailResult {
  readonly key: string;
  readonly size_bytes: number;
  readonly content_type: string;
}

/** Flips the manifest: readers see nothing of a version, or all of it. */
@Injectable()
export class PublishStep extends StepHandler {
  readonly name = 'publish';

  constructor(
    private readonly videos: VideoRepository,
    private readonly results: StepResults,
    private readonly trace: VideoTrace,
  ) {
    super();
  }

  async run({ step }: StepContext): Promise<StepOutcome> {
    const {
      key,
      size_bytes: sizeBytes,
      content_type: contentType,
    } = await this.results.of<ThumbnailResult>(step.runId, 'thumbnail');
    const version = await this.results.versionOf(step.runId);
    const manifest: Manifest = {
      version,
      thumbnail: { key, sizeBytes, contentType },
      proxy: null,
      renditions: [],
    };
    return {
      result: { version },
      commit: async () => {
        if (!(await this.videos.publishVersion(step.videoId, step.runId, manifest))) return;
        const { videoId, ownerId } = step;
        await this.trace.record(SYSTEM, { videoId, ownerId, type: 'video.completed', data: { version } });
      },
    };
  }
}
