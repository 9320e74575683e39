import { Injectable } from '@nestjs/common';
import type { ThumbnailResult } from '../domain/step-outputs';
import { MediaToolbox } from '../ports/media-toolbox';
import { StepHandler, type StepContext, type StepOutcome } from '../ports/step-handler';
import { StepResults } from '../ports/step-results';
import { DerivedObjects } from './derived-objects';
import { SourceFile } from './source-file';
import { VersionKeys } from './version-keys';

const JPEG = 'image/jpeg';

/** One good picture of the video, seconds after the upload. */
@Injectable()
export class ThumbnailStep extends StepHandler {
  readonly name = 'thumbnail';

  constructor(
    private readonly source: SourceFile,
    private readonly toolbox: MediaToolbox,
    private readonly derived: DerivedObjects,
    private readonly results: StepResults,
  ) {
    super();
  }

  async run({ step, signal, report }: StepContext): Promise<StepOutcome> {
    const run = await this.results.runOf(step.runId);
    const { jpeg, width, height } = await this.source.during(step, signal, (file) => {
      report(0.4);
      return this.toolbox.paintThumbnail(file, signal);
    });
    const key = new VersionKeys(step, run, 'thumbnail').thumbnail('thumbnail.jpg');
    const written = await this.derived.write(step, [{ key, contentType: JPEG, bytes: jpeg }], signal);
    const result: ThumbnailResult = {
      key,
      size_bytes: jpeg.length,
      content_type: JPEG,
      width,
      height,
    };
    return { result, outputs: [key], commit: () => this.derived.makeLive(written) };
  }
}
