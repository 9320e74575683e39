import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '#platform/housekeeping/housekeeping';

@Injectable()
export class VideoChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add({
      // Of those whose files were kept they are needed again when they are restored.
      name: 'tracks of deleted videos',
      sql: `DELETE FROM video_tracks WHERE video_id IN (
              SELECT deleted.id FROM videos AS deleted
               WHERE deleted.deleted_for = 'deletion'
                 AND EXISTS (SELECT 1 FROM video_tracks AS left_over WHERE left_over.video_id = deleted.id) LIMIT 1000)`,
    });
  }
}
