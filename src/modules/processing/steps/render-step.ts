import { Injectable } from '@nestjs/common';
import { VideoTracks } from '#modules/videos';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { DerivedObjects } from './derived-objects';
import { RenderOriginal } from './render-original';
import { versionFiles } from './version-files';
import { VersionKeys } from './version-keys';

/** One decode of the original: everything that is played, shown or analysed afterwards. */
@Injectable()
export class RenderStep extends StepHandler {
  readonly name = 'render';

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
    const run = await this.results.runOf(step.runId);
    const keys = new VersionKeys(step, run, 'render');
    return this.original.execute(context, async (made) => {
      const { files, result, tracks } = versionFiles(made, keys);
      const written = await this.derived.write(step, files, signal);
      return {
        result,
        outputs: result.keys,
        commit: async () => {
          await this.derived.makeLive(written);
          await this.tracks.write(step.videoId, run.version, tracks);
        },
      };
    });
  }
}
