import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { StoredObject } from '../domain/stored-object';
import { FreedBytes } from '../ports/freed-bytes';
import { MultipartTransfers } from '../ports/multipart-transfers';
import { ObjectStore, type FailedDeletion } from '../ports/object-store';
import { StorageObjectRepository } from '../ports/storage-object-repository';

/** What a store deletes in one call. */
const BATCH = 1_000;

export interface PurgeReport {
  readonly taken: number;
  readonly gone: number;
  readonly failed: readonly FailedDeletion[];
}

/** Deletes condemned objects and only then says that they are gone. It may die anywhere: the next purge deletes again. */
@Injectable()
export class PurgeObjects {
  constructor(
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
    private readonly multipart: MultipartTransfers,
    private readonly freed: FreedBytes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async execute(): Promise<PurgeReport> {
    const taken = await this.objects.takeForPurge(BATCH);
    if (taken.length === 0) return { taken: 0, gone: 0, failed: [] };
    const failed = [...(await this.abortUploads(taken)), ...(await this.deleteBytes(taken))];
    crashPoint('C17');
    const stuck = new Set(failed.map(({ key }) => key));
    const gone = await this.confirm(taken.filter(({ key }) => !stuck.has(key)));
    if (stuck.size > 0) await this.objects.postponePurge([...stuck]);
    return { taken: taken.length, gone, failed };
  }

  /** Usage is locked before objects, everywhere. */
  private async confirm(purged: readonly StoredObject[]): Promise<number> {
    if (purged.length === 0) return 0;
    return this.unitOfWork.run(async () => {
      await this.freed.note(purged);
      return (await this.objects.markGone(purged.map(({ key }) => key))).length;
    });
  }

  private async deleteBytes(taken: readonly StoredObject[]): Promise<readonly FailedDeletion[]> {
    const keys = taken.map(({ key }) => key);
    try {
      return await this.store.delete(keys);
    } catch (error) {
      return keys.map((key) => ({ key, reason: reasonOf(error) }));
    }
  }

  private async abortUploads(taken: readonly StoredObject[]): Promise<FailedDeletion[]> {
    const failed: FailedDeletion[] = [];
    for (const { key, uploadId } of taken) {
      if (uploadId === null) continue;
      try {
        await this.multipart.abort({ key, uploadId });
      } catch (error) {
        failed.push({ key, reason: reasonOf(error) });
      }
    }
    return failed;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
