import { Injectable } from '@nestjs/common';
import { VideoTracks, type Track } from '#modules/videos';
import { PermanentFailure } from '../domain/processing.errors';
import { additionsOf } from '../domain/reprocess-plan';
import type { RenderedMedia } from '../domain/rendered-media';
import type { AdditionsResult } from '../domain/step-outputs';
import type { ClaimedStep } from '../domain/step';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { DerivedObjects } from './derived-objects';
import { RenderOriginal } from './render-original';
import { trackFiles } from './version-files';
import { VersionKeys } from './version-keys';

/** Players change between renditions at the ends of segments: further apart than this they would stumble. */
const SECONDS_APART = 0.05;

/** Renditions that a published version lacks; what stands is not made again. */
@Injectable()
export class AddRenditionsStep extends StepHandler {
  readonly name = 'add-renditions';

  constructor(
    private readonly original: RenderOriginal,
    private readonly derived: DerivedObjects,
    private readonly results: StepResults,
    private readonly tracks: VideoTracks,
  ) {
    super();
  }

  async run(context: StepContext): Promise<StepOutcome> {
    const { step, signal } = context;
    const { renditions } = additionsOf(step.plan);
    return this.original.execute(context, (made) => this.keep(step, made, signal), renditions);
  }

  private async keep(step: ClaimedStep, made: RenderedMedia, signal: AbortSignal): Promise<StepOutcome> {
    const run = await this.results.runOf(step.runId);
    const { files, tracks } = trackFiles(made, new VersionKeys(step, run, 'additions'));
    await this.holdAgainstStanding(step, tracks);
    const written = await this.derived.write(step, files, signal);
    const result: AdditionsResult = { renditions: made.renditions, keys: files.map(({ key }) => key) };
    return {
      result,
      outputs: result.keys,
      commit: async () => {
        await this.derived.makeLive(written);
        await this.tracks.write(step.videoId, run.version, tracks);
      },
    };
  }

  /** What another release has made may be cut otherwise. */
  private async holdAgainstStanding({ videoId, plan }: ClaimedStep, added: readonly Track[]): Promise<void> {
    const { base_version: base } = additionsOf(plan);
    const standing = (await this.tracks.list(videoId, base)).find(({ picture }) => picture !== null);
    const track = standing && (await this.tracks.find(videoId, base, standing.name));
    if (track && added.some((each) => !isCutAlike(each, track)))
      throw new PermanentFailure(
        'RENDITIONS_DIFFER',
        'The new renditions do not fit those that stand; process the whole video again.',
      );
  }
}

function isCutAlike(one: Track, other: Track): boolean {
  return (
    one.segments.length === other.segments.length &&
    one.segments.every(
      ({ durationSeconds }, index) =>
        Math.abs(durationSeconds - (other.segments[index]?.durationSeconds ?? NaN)) < SECONDS_APART,
    )
  );
}
