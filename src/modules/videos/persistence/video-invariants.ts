import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StorageObjectRepository } from '#modules/storage';
import { Database } from '#platform/database/database';
import { Invariants } from '#platform/invariants/invariants';

const BATCH = 500;

interface PublishedKeys {
  readonly id: string;
  readonly keys: readonly string[];
}

/** Everything that a viewer is led to by a published version. */
const KEYS = `
  SELECT videos.manifest #>> '{thumbnail,key}' AS key
  UNION SELECT videos.manifest #>> '{proxy,key}'
  UNION SELECT jsonb_array_elements_text(videos.manifest #> '{storyboard,sheets}')
  UNION SELECT video_tracks.object_key FROM video_tracks
         WHERE video_tracks.video_id = videos.id AND video_tracks.version = videos.published_version`;

@Injectable()
export class VideoInvariants implements OnModuleInit {
  constructor(
    private readonly invariants: Invariants,
    private readonly database: Database,
    private readonly objects: StorageObjectRepository,
  ) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'everything that a published version consists of is live',
        violations: (limit) => this.incompleteVersions(limit),
      },
      {
        name: 'every rendition that is called ready has a track',
        violations: `
          SELECT videos.id, rendition ->> 'name' AS name
            FROM videos CROSS JOIN jsonb_array_elements(videos.manifest -> 'renditions') AS rendition
           WHERE videos.deleted_at IS NULL AND rendition ->> 'status' = 'ready' AND NOT EXISTS (
                   SELECT 1 FROM video_tracks
                    WHERE video_tracks.video_id = videos.id AND video_tracks.version = videos.published_version
                      AND video_tracks.name = rendition ->> 'name')`,
      },
      {
        name: 'a video of a camera is in a mall',
        violations: 'SELECT videos.id FROM videos WHERE videos.pin_id IS NOT NULL AND videos.mall_id IS NULL',
      },
      {
        name: 'tracks are of a version that is published or in work',
        violations: `
          SELECT video_tracks.video_id, video_tracks.version, video_tracks.name
            FROM video_tracks LEFT JOIN videos ON videos.id = video_tracks.video_id
           WHERE videos.id IS NULL
              OR (videos.deleted_at IS NULL AND video_tracks.version IS DISTINCT FROM videos.published_version
                  AND NOT (videos.status = 'processing'
                           AND video_tracks.version > COALESCE(videos.published_version, 0)))`,
      },
    );
  }

  private async incompleteVersions(limit: number): Promise<object[]> {
    const found: object[] = [];
    let after: string | null = null;
    do {
      const page: readonly PublishedKeys[] = await this.published(after);
      const live = await this.objects.live(page.flatMap(({ keys }) => keys));
      for (const { id, keys } of page) {
        const missing = keys.filter((key) => !live.has(key));
        if (missing.length > 0) found.push({ id, missing });
      }
      after = page.length < BATCH ? null : (page.at(-1)?.id ?? null);
    } while (after !== null && found.length < limit);
    return found.slice(0, limit);
  }

  private published(after: string | null): Promise<readonly PublishedKeys[]> {
    return this.database.rows<PublishedKeys>(
      `SELECT videos.id, ARRAY(SELECT named.key FROM (${KEYS}) AS named WHERE named.key IS NOT NULL) AS keys
         FROM videos
        WHERE videos.published_version IS NOT NULL AND videos.deleted_at IS NULL
          AND ($1::uuid IS NULL OR videos.id > $1)
        ORDER BY videos.id LIMIT ${String(BATCH)}`,
      [after],
    );
  }
}
