import { Injectable } from '@nestjs/common';
import { LocalFiles } from '../../ports/local-files';
import { DiskFolder } from './disk-folder';

@Injectable()
export class DiskLocalFiles extends LocalFiles {
  constructor(private readonly folder: DiskFolder) {
    super();
  }

  pathOf(key: string): string {
    return this.folder.pathOf(key);
  }
}
