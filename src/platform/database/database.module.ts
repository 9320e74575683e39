import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UnitOfWork } from '#kernel/unit-of-work';
import { IdempotentEffects } from '../idempotency/idempotent-effects';
import { Database } from './database';
import { DatabaseConfig } from './database.config';
import { databaseOptions, type ConnectionPurpose } from './database-options';
import { PostgresUnitOfWork } from './postgres-unit-of-work';
import { SchemaCheck } from './schema-check';
import { TypeormDatabase } from './typeorm-database';

const BOOT_ATTEMPTS = 10;
const BOOT_RETRY_MS = 1_000;

@Module({})
export class DatabaseModule {
  static for(purpose: ConnectionPurpose): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [DatabaseConfig],
          useFactory: (config: DatabaseConfig) => ({
            ...databaseOptions(config, purpose),
            autoLoadEntities: true,
            retryAttempts: BOOT_ATTEMPTS,
            retryDelay: BOOT_RETRY_MS,
          }),
        }),
      ],
      providers: [
        TypeormDatabase,
        IdempotentEffects,
        SchemaCheck,
        { provide: Database, useExisting: TypeormDatabase },
        { provide: UnitOfWork, useClass: PostgresUnitOfWork },
      ],
      exports: [Database, TypeormDatabase, UnitOfWork],
    };
  }
}
