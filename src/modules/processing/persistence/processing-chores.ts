import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '#platform/housekeeping/housekeeping';

@Injectable()
export class ProcessingChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add({
      // For a day it is shown that it was here.
      name: 'workers that fell silent',
      sql: `DELETE FROM processing_workers WHERE id IN (
              SELECT silent.id FROM processing_workers AS silent
               WHERE silent.seen_at < now() - interval '1 day' LIMIT 1000)`,
    });
  }
}
