import { Injectable } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { Rounds } from '#platform/process/rounds';
import { EndLeftBodies } from '../commands/dashboard/end-left-bodies';
import { UploadConfig } from '../upload.config';

const BATCH = 100;

/** What the worker does for bodies whose receivers died. */
@Injectable()
export class DashboardRounds {
  constructor(
    rounds: Rounds,
    config: UploadConfig,
    private readonly endLeftBodies: EndLeftBodies,
    private readonly logger: Logger,
  ) {
    rounds.add({ name: 'left-bodies', everyMs: config.sweepSeconds * 1000, work: () => this.endLeft() });
  }

  private async endLeft(): Promise<void> {
    const bodies = await this.endLeftBodies.execute(BATCH);
    if (bodies > 0) this.logger.info({ bodies }, 'bodies of dead receivers withdrawn');
  }
}
