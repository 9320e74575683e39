import { Injectable } from '@nestjs/common';
import { QuotaLedger } from '#modules/quota';
import type { StoredObject } from '../domain/stored-object';
import { FreedBytes } from '../ports/freed-bytes';

/** Gives room back for originals, which are what the quota counts. The ledger frees a video once, however often it is told. */
@Injectable()
export class QuotaFreedBytes extends FreedBytes {
  constructor(private readonly ledger: QuotaLedger) {
    super();
  }

  async note(objects: readonly StoredObject[]): Promise<void> {
    for (const { purpose, videoId } of objects) {
      if (purpose === 'original' && videoId !== null) await this.ledger.free(videoId);
    }
  }
}
