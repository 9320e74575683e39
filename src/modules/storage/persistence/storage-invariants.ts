import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';
import type { StoredObject } from '../domain/stored-object';
import { ObjectStore } from '../ports/object-store';
import { StorageObjectRepository } from '../ports/storage-object-repository';

const BATCH = 500;
const ASKED_AT_ONCE = 8;

interface Violation {
  readonly key: string;
  readonly fault: string;
}

/** The two promises between record and store. Whoever looks while work goes on looks twice before it complains. */
@Injectable()
export class StorageInvariants implements OnModuleInit {
  constructor(
    private readonly invariants: Invariants,
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
  ) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'every stored object has a row that was there before it',
        violations: (limit) => this.withoutRow(limit),
      },
      {
        name: 'every live object has its bytes, in the size that was noted',
        violations: (limit) => this.withoutBytes(limit),
      },
    );
  }

  private async withoutRow(limit: number): Promise<Violation[]> {
    const found: Violation[] = [];
    for await (const keys of this.listedKeys()) {
      const known = await this.objects.known(keys);
      for (const key of keys.filter((each) => !known.has(each))) {
        // Listed, and purged before its row was looked up.
        if ((await this.store.head(key)) !== null) found.push({ key, fault: 'bytes without a row' });
      }
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  private async withoutBytes(limit: number): Promise<Violation[]> {
    const found: Violation[] = [];
    let after = '';
    while (found.length < limit) {
      const live = await this.objects.liveAfter(after, BATCH);
      for (let from = 0; from < live.length; from += ASKED_AT_ONCE) {
        const faults = await Promise.all(
          live.slice(from, from + ASKED_AT_ONCE).map((row) => this.faultOf(row)),
        );
        found.push(...faults.filter((fault) => fault !== null));
      }
      const last = live.at(-1);
      if (last === undefined) break;
      after = last.key;
    }
    return found.slice(0, limit);
  }

  private async faultOf({ key, sizeBytes }: StoredObject): Promise<Violation | null> {
    const there = await this.store.head(key);
    if (there?.sizeBytes === sizeBytes) return null;
    // Condemned and purged since the row was read.
    if ((await this.objects.find(key))?.state !== 'live') return null;
    return { key, fault: there === null ? 'no bytes' : `has ${String(there.sizeBytes)} bytes` };
  }

  private async *listedKeys(): AsyncIterable<string[]> {
    let keys: string[] = [];
    for await (const { key } of this.store.list('')) {
      keys.push(key);
      if (keys.length < BATCH) continue;
      yield keys;
      keys = [];
    }
    if (keys.length > 0) yield keys;
  }
}
