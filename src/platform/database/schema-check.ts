import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Code that meets an older schema fails in a hundred odd ways; it is clearer to say so once. */
@Injectable()
export class SchemaCheck implements OnModuleInit {
  constructor(private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    if (!(await this.dataSource.showMigrations())) return;
    throw new Error('The database is behind this release: run `npm run migration:run` first.');
  }
}
