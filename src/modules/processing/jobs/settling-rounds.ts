import { Injectable } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { Rounds } from '#platform/process/rounds';
import { SettleVideos } from '../commands/settle-videos';
import { ProcessingConfig } from '../processing.config';

/** It finds what no crash leaves behind, and looks at every video that is in work: so less often than the sweep. */
const SWEEPS_A_SETTLING = 4;

@Injectable()
export class SettlingRounds {
  constructor(
    rounds: Rounds,
    config: ProcessingConfig,
    private readonly settleVideos: SettleVideos,
    private readonly logger: Logger,
  ) {
    const everyMs = config.sweepSeconds * 1000 * SWEEPS_A_SETTLING;
    rounds.add({ name: 'settling', everyMs, work: () => this.settle() });
  }

  private async settle(): Promise<void> {
    const videos = await this.settleVideos.execute();
    if (videos > 0) this.logger.warn({ videos }, 'videos were processing, and nobody processed them');
  }
}
