import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository, VideoTrace, type Manifest } from '#modules/videos';
import type { ClaimedStep } from '../domain/step';
import type { RenderResult, ThumbnailResult } from '../domain/step-outputs';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';

/** As long as the longest link that was given to the version before. */
const OLD_VERSION_GRACE_SECONDS = 24 * 3600;

/** Flips the manifest: readers see nothing of a version, or all of it. */
@Injectable()
export class PublishStep extends StepHandler {
  readonly name = 'publish';

  constructor(
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly results: StepResults,
    private readonly trace: VideoTrace,
  ) {
    super();
  }

  async run({ step }: StepContext): Promise<StepOutcome> {
    const { runId, videoId, ownerId } = step;
    const thumbnail = await this.results.of<ThumbnailResult>(runId, 'thumbnail');
    const rendered = await this.results.of<RenderResult>(runId, 'render');
    const version = await this.results.versionOf(runId);
    const manifest = manifestOf(version, thumbnail, rendered);
    const { warnings, duration_seconds: durationSeconds } = rendered;
    return {
      result: { version },
      commit: async () => {
        if (!(await this.videos.publishVersion(videoId, runId, { manifest, warnings, durationSeconds })))
          return;
        await this.condemnOlder(step, new Set([thumbnail.key, ...rendered.keys]));
        await this.trace.record(SYSTEM, { videoId, ownerId, type: 'video.completed', data: { version } });
      },
    };
  }

  /** What the version before consisted of goes when the last link to it has expired. */
  private async condemnOlder({ videoId }: ClaimedStep, current: ReadonlySet<string>): Promise<void> {
    const objects = await this.objects.ofVideo(videoId);
    const older = objects.filter(
      ({ purpose, state, key }) => purpose === 'derived' && state === 'live' && !current.has(key),
    );
    if (older.length === 0) return;
    const keys = older.map(({ key }) => key);
    await this.objects.condemn(keys, { graceSeconds: OLD_VERSION_GRACE_SECONDS });
  }
}

function manifestOf(version: number, thumbnail: ThumbnailResult, rendered: RenderResult): Manifest {
  const { key, size_bytes: sizeBytes, content_type: contentType } = thumbnail;
  const { proxy, storyboard, renditions } = rendered;
  return { version, thumbnail: { key, sizeBytes, contentType }, proxy, storyboard, renditions };
}
