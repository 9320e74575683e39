import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '#platform/housekeeping/housekeeping';
import { GONE_KEPT_DAYS } from '../domain/stored-object';

@Injectable()
export class StorageChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add({
      name: 'stored objects that are long gone',
      sql: `DELETE FROM storage_objects WHERE key IN (
              SELECT old.key FROM storage_objects AS old
               WHERE old.state = 'gone' AND old.state_changed_at < now() - interval '${String(GONE_KEPT_DAYS)} days' LIMIT 10000)`,
    });
  }
}
