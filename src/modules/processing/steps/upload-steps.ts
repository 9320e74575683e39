import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StepHandlers } from '../commands/step-handlers';
import { IngestStep } from './ingest-step';
import { PublishStep } from './publish-step';
import { RenderStep } from './render-step';
import { ThumbnailStep } from './thumbnail-step';

/** The handlers of every step that a fresh upload is planned with. */
@Injectable()
export class UploadSteps implements OnModuleInit {
  constructor(
    private readonly handlers: StepHandlers,
    private readonly ingest: IngestStep,
    private readonly thumbnail: ThumbnailStep,
    private readonly render: RenderStep,
    private readonly publish: PublishStep,
  ) {}

  onModuleInit(): void {
    this.handlers.add(this.ingest, this.thumbnail, this.render, this.publish);
  }
}
