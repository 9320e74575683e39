import { Injectable } from '@nestjs/common';
import { Leftovers } from '../../ports/leftovers';
import { DiskFolder } from './disk-folder';

@Injectable()
export class DiskLeftovers extends Leftovers {
  constructor(private readonly folder: DiskFolder) {
    super();
  }

  remove(before: Date): Promise<number> {
    return this.folder.removeIdleIncoming(before);
  }
}
