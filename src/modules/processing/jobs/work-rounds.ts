import { Injectable } from '@nestjs/common';
import { Rounds } from '#platform/process/rounds';
import { DispatchSteps } from '../commands/dispatch-steps';
import { SweepSteps } from '../commands/sweep-steps';
import { ProcessingConfig } from '../processing.config';

const DISPATCH_EVERY_MS = 500;

/** The rounds that every worker process makes: hand out what is due, look for what was left behind. */
@Injectable()
export class WorkRounds {
  constructor(rounds: Rounds, config: ProcessingConfig, dispatch: DispatchSteps, sweep: SweepSteps) {
    rounds.add(
      { name: 'dispatch', everyMs: DISPATCH_EVERY_MS, work: () => dispatch.execute() },
      { name: 'sweep', everyMs: config.sweepSeconds * 1000, work: () => sweep.execute() },
    );
  }
}
