import { createHash } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { MultipartTransfers, ObjectStore, StorageObjectRepository } from '#modules/storage';
import { AbortUnknownUploads } from '../../../src/modules/storage/commands/abort-unknown-uploads';
import { Leftovers } from '../../../src/modules/storage/ports/leftovers';
import { brokenInvariants, startApiContext } from '../running-app';
import type { Scene } from '../scene';

/** Looks into record and store beside a running installation, with the code that it runs itself. */
export class Stores {
  private readonly objects: StorageObjectRepository;
  private readonly multipart: MultipartTransfers;
  private readonly store: ObjectStore;
  private readonly leftovers: Leftovers;

  private constructor(private readonly app: INestApplicationContext) {
    this.objects = app.get(StorageObjectRepository);
    this.multipart = app.get(MultipartTransfers);
    this.store = app.get(ObjectStore);
    this.leftovers = app.get(Leftovers);
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

  async openMultipartUploads(): Promise<number> {
    let count = 0;
    for await (const upload of this.multipart.listUploads()) count += upload.key === '' ? 0 : 1;
    return count;
  }

  /** What the worker does every ten minutes, as if it were so much later: the store tells the age, not the record. */
  abortUnknownUploads({ hoursLater = 0 } = {}): Promise<number> {
    const clock = { now: () => new Date(Date.now() + hoursLater * 3_600_000) };
    return new AbortUnknownUploads(this.multipart, this.objects, clock).execute();
  }

  /** What the worker does every ten minutes with files that nobody has written to for an hour. */
  removeLeftovers({ hoursLater = 0 } = {}): Promise<number> {
    return this.leftovers.remove(new Date(Date.now() + (hoursLater - 1) * 3_600_000));
  }

  async sha256Of(key: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of await this.store.read(key)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }
}
