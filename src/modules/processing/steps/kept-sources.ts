import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error';
import { ObjectStore, type ObjectFacts } from '#modules/storage';
import { TemporaryFolders } from '#platform/process/temporary-folders';
import { Hindrance } from '../domain/processing.errors';
import { ProcessingConfig } from '../processing.config';
import { fetchObject, type Fetched } from './fetch-object';
import { KeptSource, type Holder } from './kept-source';

const MEBIBYTE = 1024 * 1024;

export interface SourceWishes {
  readonly holder: Holder;
  readonly signal: AbortSignal;
  /** What will be made of it, beside it. */
  readonly roomBytes: number;
}

/**
 * Files that this worker has fetched and has more work for: it downloads a video once, however many of its steps it does.
 * What they are known by is key, ETag and size, so that a file is never taken for another. They are copies: a program that
 * reads them never holds a file of the store, which the disk driver could lend it, and could therefore never spoil one.
 * They are there to save time, and go before anything fails for want of room.
 */
@Injectable()
export class KeptSources {
  private readonly kept = new Map<string, KeptSource>();
  private readonly mostBytes: number;

  constructor(
    private readonly store: ObjectStore,
    private readonly folders: TemporaryFolders,
    { keptSourcesMebibytes }: ProcessingConfig,
  ) {
    this.mostBytes = keptSourcesMebibytes * MEBIBYTE;
    folders.onShortage(() => this.giveUp());
  }

  /** Hands over the file, fetched unless it is here. Another that wants it at the same time waits for the same download. */
  async use<T>(
    source: ObjectFacts,
    wishes: SourceWishes,
    work: (fetched: Fetched) => Promise<T>,
  ): Promise<T> {
    const kept = await this.take(source, wishes);
    try {
      const fetched = await kept.fetched;
      return await this.folders.during('step', () => work(fetched), { expectedBytes: wishes.roomBytes });
    } catch (error) {
      // Whoever tries again begins anew, unless the store is away: then there is no other to be had.
      if (!isAway(error)) this.forget(kept);
      // Such as a disk that was filled.
      if (error instanceof Hindrance) await this.giveUp();
      throw error;
    } finally {
      await this.leave(kept);
    }
  }

  /** The bytes of one are those of the other: it was copied from it, and neither had changed. */
  alsoServe(copy: ObjectFacts, source: ObjectFacts): void {
    const kept = this.kept.get(nameOf(source));
    if (kept !== undefined) this.kept.set(nameOf(copy), kept);
  }

  /** What is here and not in use. */
  idle(): readonly KeptSource[] {
    return this.all().filter(({ users }) => users === 0);
  }

  /** Others live on this disk, too: as much as is kept must fit there once more. */
  async isBearable(): Promise<boolean> {
    const bytes = this.all().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return bytes <= this.mostBytes && (await this.folders.hasRoomFor(bytes));
  }

  async giveUp(sources: readonly KeptSource[] = this.idle()): Promise<void> {
    for (const source of sources) {
      this.forget(source);
      if (source.users === 0) await source.remove();
    }
  }

  private async take(source: ObjectFacts, wishes: SourceWishes): Promise<KeptSource> {
    for (;;) {
      const kept = this.kept.get(nameOf(source));
      if (kept === undefined) return this.fetch(source, wishes);
      if (await this.join(kept, wishes)) return kept;
    }
  }

  private async join(kept: KeptSource, { holder, signal }: SourceWishes): Promise<boolean> {
    kept.users += 1;
    let isWhole = false;
    try {
      isWhole = await kept.isWhole(signal);
      if (!isWhole) this.forget(kept);
      else kept.holder = holder;
    } finally {
      if (!isWhole) await this.leave(kept);
    }
    return isWhole;
  }

  private fetch(source: ObjectFacts, { holder, signal, roomBytes }: SourceWishes): KeptSource {
    const expectedBytes = source.sizeBytes + roomBytes;
    const kept = new KeptSource(
      holder,
      source.sizeBytes,
      (work) => this.folders.during('source', work, { expectedBytes }),
      (folder) => fetchObject(this.store, { ...source, folder }, signal),
    );
    kept.users = 1;
    this.kept.set(nameOf(source), kept);
    kept.fetched.catch(() => this.forget(kept));
    return kept;
  }

  /** Where there are too many, those stay that came first: their turn comes first, too. */
  private async leave(kept: KeptSource): Promise<void> {
    kept.users -= 1;
    kept.idleSince = performance.now();
    if (!(await this.isBearable())) this.forget(kept);
    if (kept.users === 0 && !this.all().includes(kept)) await kept.remove();
  }

  private all(): readonly KeptSource[] {
    return [...new Set(this.kept.values())];
  }

  private forget(kept: KeptSource): void {
    for (const [name, each] of this.kept) if (each === kept) this.kept.delete(name);
  }
}

function isAway(error: unknown): boolean {
  return error instanceof DomainError && error.definition.kind === 'unavailable';
}

function nameOf({ key, etag, sizeBytes }: ObjectFacts): string {
  return [key, etag, String(sizeBytes)].join(' ');
}
