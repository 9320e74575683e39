import { Injectable } from '@nestjs/common';
import { StoreHealth } from '../../ports/store-health';
import { DiskFreeSpace } from './disk-free-space';

@Injectable()
export class DiskHealth extends StoreHealth {
  constructor(private readonly space: DiskFreeSpace) {
    super();
  }

  async look(): Promise<Readonly<Record<string, unknown>>> {
    const { freeBytes, reserveBytes } = await this.space.look();
    return { driver: 'disk', free_bytes: freeBytes, reserve_bytes: reserveBytes };
  }
}
