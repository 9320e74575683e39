import { Injectable } from '@nestjs/common';
import { VideoTracks } from '#modules/videos';
import { MediaToolbox } from '../ports/media-toolbox';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { DerivedObjects } from './derived-objects';
import { SourceFile } from './source-file';
import { versionFiles } from './version-files';
import { VersionKeys } from './version-keys';

const FETCHED = 0.05;
const RENDERED = 0.9;

/** One decode of the original: everything that is played, shown or analysed afterwards. */
@Injectable()
export class RenderStep extends StepHandler {
  readonly name = 'render';

  constructor(
    private readonly source: SourceFile,
    private readonly toolbox: MediaToolbox,
    private readonly derived: DerivedObjects,
    private readonly results: StepResults,
    private readonly tracks: VideoTracks,
  ) {
    super();
  }

  async run({ step, signal, report }: StepContext): Promise<StepOutcome> {
    const version = await this.results.versionOf(step.runId);
    const keys = new VersionKeys(step, version, 'render');
    return this.source.during(step, signal, (file) => {
      report(FETCHED);
      const wishes = { signal, report: (done: number) => report(FETCHED + done * (RENDERED - FETCHED)) };
      return this.toolbox.render(file, wishes, async (made) => {
        const { files, result, tracks } = versionFiles(made, keys);
        const written = await this.derived.write(step, files, signal);
        return {
          result,
          outputs: result.keys,
          commit: async () => {
            await this.derived.makeLive(written);
            await this.tracks.write(step.videoId, version, tracks);
          },
        };
      });
    });
  }
}
