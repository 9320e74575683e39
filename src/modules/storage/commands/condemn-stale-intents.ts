import { Injectable } from '@nestjs/common';
import { StorageObjectRepository } from '../ports/storage-object-repository';

const BATCH = 1_000;

/** Whoever announced these bytes has died: what did arrive of them is to be deleted. */
@Injectable()
export class CondemnStaleIntents {
  constructor(private readonly objects: StorageObjectRepository) {}

  async execute(): Promise<number> {
    return (await this.objects.condemnStaleIntents(BATCH)).length;
  }
}
