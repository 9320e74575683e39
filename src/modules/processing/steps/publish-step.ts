import { Injectable } from '@nestjs/common';
import type { Manifest } from '#modules/videos';
import type { RenderResult, ThumbnailResult } from '../domain/step-outputs';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { FlipVersion } from './flip-version';

/** Publishes what the other steps of its run have made, and nothing else. */
@Injectable()
export class PublishStep extends StepHandler {
  readonly name = 'publish';

  constructor(
    private readonly results: StepResults,
    private readonly flip: FlipVersion,
  ) {
    super();
  }

  async run({ step }: StepContext): Promise<StepOutcome> {
    const { runId } = step;
    const thumbnail = await this.results.of<ThumbnailResult>(runId, 'thumbnail');
    const rendered = await this.results.of<RenderResult>(runId, 'render');
    const { version } = await this.results.runOf(runId);
    const { warnings, duration_seconds: durationSeconds } = rendered;
    const published = { manifest: manifestOf(version, thumbnail, rendered), warnings, durationSeconds };
    const keys = new Set([thumbnail.key, ...rendered.keys]);
    return {
      result: { version },
      commit: () => this.flip.execute(step, published, (key) => keys.has(key)),
    };
  }
}

function manifestOf(version: number, thumbnail: ThumbnailResult, rendered: RenderResult): Manifest {
  const { key, size_bytes: sizeBytes, content_type: contentType } = thumbnail;
  const { proxy, storyboard, renditions } = rendered;
  return { version, thumbnail: { key, sizeBytes, contentType }, proxy, storyboard, renditions };
}
