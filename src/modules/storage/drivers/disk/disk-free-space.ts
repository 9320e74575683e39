import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageFull } from '../../domain/storage.errors';
import { FreeSpace, type SpaceHold } from '../../ports/free-space';
import { StorageConfig } from '../../storage.config';
import { DiskFolder } from './disk-folder';

const MIB = 1024 * 1024;
const RESERVE_BYTES = 5 * 1024 * MIB;
const RESERVE_SHARE = 0.05;
/** A small disk would otherwise be all reserve. */
const MOST_OF_A_DISK = 0.1;

export interface DiskSpace {
  readonly freeBytes: number;
  readonly reserveBytes: number;
}

/**
 * A database, a log or a worker on the same disk dies when it is full, so uploads stop before. What is being written counts
 * from its announcement on: ten uploads that each fit alone may not fit together.
 */
@Injectable()
export class DiskFreeSpace extends FreeSpace {
  private heldBytes = 0;

  constructor(
    private readonly folder: DiskFolder,
    private readonly config: StorageConfig,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async hold(sizeBytes: number): Promise<SpaceHold> {
    const { freeBytes, reserveBytes } = await this.look();
    if (freeBytes - this.heldBytes - sizeBytes < reserveBytes) throw StorageFull();
    this.heldBytes += sizeBytes;
    let isHeld = true;
    return {
      release: () => {
        if (isHeld) this.heldBytes -= sizeBytes;
        isHeld = false;
      },
    };
  }

  async look(): Promise<DiskSpace> {
    this.unitOfWork.refuseSlowCall('The disk');
    const { bavail, blocks, bsize } = await statfs(await this.folder.existing());
    return { freeBytes: bavail * bsize, reserveBytes: this.reserveOf(blocks * bsize) };
  }

  private reserveOf(diskBytes: number): number {
    const { reserveMegabytes } = this.config;
    if (reserveMegabytes !== null) return reserveMegabytes * MIB;
    return Math.min(Math.max(RESERVE_BYTES, diskBytes * RESERVE_SHARE), diskBytes * MOST_OF_A_DISK);
  }
}
