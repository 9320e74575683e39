import { Injectable } from '@nestjs/common';
import { VideoRepository, VideoTracks } from '#modules/videos';
import { warningsAfter, withAdded } from '../domain/added-renditions';
import { PermanentFailure } from '../domain/processing.errors';
import type { ClaimedStep } from '../domain/step';
import type { AdditionsResult } from '../domain/step-outputs';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { FlipVersion } from './flip-version';

/** Publishes what stands together with what was added to it: the objects that stand are of the new version, too. */
@Injectable()
export class PublishAdditionsStep extends StepHandler {
  readonly name = 'publish-additions';

  constructor(
    private readonly videos: VideoRepository,
    private readonly tracks: VideoTracks,
    private readonly results: StepResults,
    private readonly flip: FlipVersion,
  ) {
    super();
  }

  async run({ step }: StepContext): Promise<StepOutcome> {
    const added = await this.results.of<AdditionsResult>(step.runId, 'add-renditions');
    const { version } = await this.results.runOf(step.runId);
    return { result: { version }, commit: () => this.publish(step, version, added) };
  }

  /** Nothing else publishes a version while this run is the one of its video, which is locked now. */
  private async publish(step: ClaimedStep, version: number, { renditions }: AdditionsResult): Promise<void> {
    const standing = await this.videos.published(step.videoId);
    if (standing === null) throw new PermanentFailure('NOTHING_PUBLISHED', 'Nothing is published any more.');
    const { manifest, warnings, durationSeconds } = standing;
    const made = renditions.filter(({ status }) => status === 'ready').map(({ name }) => name);
    await this.tracks.carryOver(step.videoId, { from: manifest.version, to: version });
    const published = {
      manifest: { ...manifest, version, renditions: withAdded(manifest.renditions, renditions) },
      warnings: warningsAfter(warnings, made),
      durationSeconds,
    };
    await this.flip.execute(step, published, () => true);
  }
}
