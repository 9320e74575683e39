import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SiteUses, type Site } from '#modules/sites';
import { Database } from '#platform/database/database';

/** Also one that was deleted without its files, and may come back to where it was. */
const MAY_BE_SEEN_AGAIN = `(videos.deleted_at IS NULL OR videos.deleted_for = 'deletion_keeping_files')`;

/** Nothing is deleted that a video belongs to. */
@Injectable()
export class VideoSiteUses implements OnModuleInit {
  constructor(
    private readonly uses: SiteUses,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.uses.add({ what: 'videos', isFound: (site) => this.isFound(site) });
  }

  /** A store has none but through its pins, which are asked about first. */
  private async isFound(site: Site): Promise<boolean> {
    if (site.kind === 'store') return false;
    const [column, id] = site.kind === 'pin' ? ['pin_id', site.pinId] : ['mall_id', site.mallId];
    const row = await this.database.first(
      `SELECT 1 AS found FROM videos WHERE videos.${column} = $1 AND ${MAY_BE_SEEN_AGAIN} LIMIT 1`,
      [id],
    );
    return row !== undefined;
  }
}
