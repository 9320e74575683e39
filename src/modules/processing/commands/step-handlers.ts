import { Injectable } from '@nestjs/common';
import type { StepHandler } from '../ports/step-handler';

/** Which step is done by whom; modules add theirs when they start. */
@Injectable()
export class StepHandlers {
  private readonly byName = new Map<string, StepHandler>();

  add(...handlers: readonly StepHandler[]): void {
    for (const handler of handlers) {
      if (this.byName.has(handler.name)) throw new Error(`two handlers want the step ${handler.name}`);
      this.byName.set(handler.name, handler);
    }
  }

  find(name: string): StepHandler | undefined {
    return this.byName.get(name);
  }
}
