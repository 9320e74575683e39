import type { Site } from '../domain/site';
import { NotEmpty } from '../domain/site.errors';

export interface SiteUse {
  /** What points there, in the plural, as callers are told. */
  readonly what: string;
  /** Asked within the unit of work that deletes the site. */
  readonly isFound: (site: Site) => Promise<boolean>;
}

/** What points at malls, stores and pins. Modules add what they know of; as long as anything is found, nothing is deleted. */
export class SiteUses {
  private readonly known: SiteUse[] = [];

  add(...uses: readonly SiteUse[]): void {
    this.known.push(...uses);
  }

  async refuseAny(site: Site): Promise<void> {
    const found: string[] = [];
    for (const { what, isFound } of this.known) if (await isFound(site)) found.push(what);
    if (found.length === 0) return;
    throw NotEmpty(`This ${site.kind} still has ${found.join(', ')}.`, { details: { used_by: found } });
  }
}
