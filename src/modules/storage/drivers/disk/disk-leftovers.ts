import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { Leftovers } from '../../ports/leftovers';
import { DiskFolder } from './disk-folder';

/** Long before any file: nothing has been idle since then. */
const NEVER = new Date(0);

@Injectable()
export class DiskLeftovers extends Leftovers implements OnApplicationBootstrap {
  constructor(
    private readonly folder: DiskFolder,
    private readonly logger: Logger,
  ) {
    super();
  }

  remove(idleSince: Date): Promise<number> {
    return this.folder.removeAbandoned(idleSince);
  }

  /** Who starts may be the successor of one that was killed, and half of a film is a lot of room. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      const files = await this.remove(NEVER);
      if (files > 0) this.logger.info({ files }, 'half-written files of dead processes removed');
    } catch (err) {
      this.logger.warn({ err }, 'half-written files could not be looked for');
    }
  }
}
