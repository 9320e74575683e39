import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { INTENT_LIMIT_HOURS } from '../domain/stored-object';
import { MultipartTransfers } from '../ports/multipart-transfers';
import { StorageObjectRepository } from '../ports/storage-object-repository';

const LIMIT_MS = INTENT_LIMIT_HOURS * 3_600_000;

/** Multipart uploads that were begun and never noted, because the process died in between: their parts cost room. */
@Injectable()
export class AbortUnknownUploads {
  constructor(
    private readonly multipart: MultipartTransfers,
    private readonly objects: StorageObjectRepository,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    const before = this.clock.now().getTime() - LIMIT_MS;
    let aborted = 0;
    for await (const upload of this.multipart.listUploads()) {
      if (upload.startedAt.getTime() > before || (await this.objects.awaitsParts(upload))) continue;
      await this.multipart.abort(upload);
      aborted += 1;
    }
    return aborted;
  }
}
