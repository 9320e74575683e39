import { Injectable } from '@nestjs/common';
import { QuotaLedger } from '#modules/quota';
import type { StoredObject } from '../domain/stored-object';
import { FreedBytes } from '../ports/freed-bytes';
import { StorageObjectRepository } from '../ports/storage-object-repository';

/** Gives room back for originals, which are what the quota counts. The ledger frees a video once, however often it is told. */
@Injectable()
export class QuotaFreedBytes extends FreedBytes {
  constructor(
    private readonly ledger: QuotaLedger,
    private readonly objects: StorageObjectRepository,
  ) {
    super();
  }

  async note(objects: readonly StoredObject[]): Promise<void> {
    for (const object of objects) {
      if (object.videoId !== null && (await this.wasTheOriginal(object)))
        await this.ledger.free(object.videoId);
    }
  }

  /** What was deleted before it was adopted had its only bytes in staging, though an adoption may have been begun and swept away. */
  private async wasTheOriginal({ purpose, videoId }: StoredObject): Promise<boolean> {
    if (purpose !== 'staging' || videoId === null) return purpose === 'original';
    const siblings = await this.objects.ofVideo(videoId);
    return !siblings.some((sibling) => sibling.purpose === 'original' && sibling.state !== 'gone');
  }
}
