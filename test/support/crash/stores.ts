import { createHash } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { MultipartTransfers, ObjectStore, StorageObjectRepository } from '#modules/storage';
import { brokenInvariants, startApiContext } from '../running-app';
import type { Scene } from '../scene';

/** Looks into record and store beside a running installation, with the code that it runs itself. */
export class Stores {
  readonly objects: StorageObjectRepository;
  readonly multipart: MultipartTransfers;
  private readonly store: ObjectStore;

  private constructor(private readonly app: INestApplicationContext) {
    this.objects = app.get(StorageObjectRepository);
    this.multipart = app.get(MultipartTransfers);
    this.store = app.get(ObjectStore);
  }

  static async of({ variables, dataFolder }: Scene): Promise<Stores> {
    const remove = (): Promise<void> => Promise.resolve();
    return new Stores(await startApiContext({ variables, dataFolder, remove }));
  }

  close(): Promise<void> {
    return this.app.close();
  }

  brokenInvariants(): Promise<string[]> {
    return brokenInvariants(this.app);
  }

  async sha256Of(key: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of await this.store.read(key)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }
}
