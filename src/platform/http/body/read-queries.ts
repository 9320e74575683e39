import type { Type } from '@nestjs/common';
import { BoundedMap } from '#libs/bounded-map';

const REMEMBERED_QUERIES = 1_000;
const LONGEST = 1_000;

/**
 * Queries that were found to be in order: lists are asked for in the same words again and again, and looking at twenty fields
 * was measured to be a tenth of what a list costs. Every reader of one gets the same object, so nobody may change it.
 */
export class ReadQueries {
  private readonly known = new Map<Type, BoundedMap<string, unknown>>();

  async read(type: Type, query: unknown, look: () => Promise<unknown>): Promise<unknown> {
    const words = JSON.stringify(query);
    const known = this.of(type);
    const found = known.get(words);
    if (found !== undefined) return found;
    const read = Object.freeze(await look());
    if (words.length <= LONGEST) known.set(words, read);
    return read;
  }

  private of(type: Type): BoundedMap<string, unknown> {
    const known = this.known.get(type);
    if (known !== undefined) return known;
    const none = new BoundedMap<string, unknown>(REMEMBERED_QUERIES);
    this.known.set(type, none);
    return none;
  }
}
