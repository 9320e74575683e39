import { Injectable } from '@nestjs/common';
import type { RenderedMedia } from '../domain/rendered-media';
import { MediaToolbox } from '../ports/media-toolbox';
import type { StepContext } from '../ports/step-handler';
import { SourceFile } from './source-file';

const FETCHED = 0.05;
const RENDERED = 0.9;

/** Fetches the original and decodes it once, telling how far it is; what is made is stored after that. */
@Injectable()
export class RenderOriginal {
  constructor(
    private readonly source: SourceFile,
    private readonly toolbox: MediaToolbox,
  ) {}

  /** `only` names what is wanted of what could be made; without it, everything. */
  execute<T>(
    { step, signal, report }: StepContext,
    use: (made: RenderedMedia) => Promise<T>,
    only?: readonly string[],
  ): Promise<T> {
    return this.source.during(step, signal, (file) => {
      report(FETCHED);
      const told = (done: number) => report(FETCHED + done * (RENDERED - FETCHED));
      return this.toolbox.render(
        file,
        { signal, report: told, ...(only === undefined ? {} : { only }) },
        use,
      );
    });
  }
}
