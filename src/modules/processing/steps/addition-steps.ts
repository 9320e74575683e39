import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StepHandlers } from '../commands/step-handlers';
import { AddRenditionsStep } from './add-renditions-step';
import { PublishAdditionsStep } from './publish-additions-step';

/** The handlers of every step that renditions are added with. */
@Injectable()
export class AdditionSteps implements OnModuleInit {
  constructor(
    private readonly handlers: StepHandlers,
    private readonly addRenditions: AddRenditionsStep,
    private readonly publish: PublishAdditionsStep,
  ) {}

  onModuleInit(): void {
    this.handlers.add(this.addRenditions, this.publish);
  }
}
