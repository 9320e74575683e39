import { Module } from '@nestjs/common';
import { HttpConfig } from '#platform/http/http.config';
import { AdmitKey } from './commands/admit-key';
import { ChangeApiKey } from './commands/change-api-key';
import { CreateApiKey } from './commands/create-api-key';
import { DisownKeys } from './commands/disown-keys';
import { IssueKey } from './commands/issue-key';
import { KeyTrace } from './commands/key-trace';
import { ReportLeak } from './commands/report-leak';
import { RevokeApiKey } from './commands/revoke-api-key';
import { RotateApiKey } from './commands/rotate-api-key';
import { ApiKeyChangesController } from './http/api-key-changes.controller';
import { ApiKeysController } from './http/api-keys.controller';
import { LeaksController } from './http/leaks.controller';
import { ApiKeyInvariants } from './persistence/api-key-invariants';
import { BatchedKeyUses } from './persistence/batched-key-uses';
import { CachedLiveKeys } from './persistence/cached-live-keys';
import { PostgresApiKeyReader } from './persistence/postgres-api-key-reader';
import { PostgresApiKeyRepository } from './persistence/postgres-api-key-repository';
import { ApiKeyReader } from './ports/api-key-reader';
import { ApiKeyRepository } from './ports/api-key-repository';
import { KeySecrets } from './ports/key-secrets';
import { KeyUses } from './ports/key-uses';
import { LiveKeys } from './ports/live-keys';
import { UnknownKeyThrottle } from './ports/unknown-key-throttle';
import { UsualRate } from './ports/usual-rate';
import { ApiKeyQueries } from './queries/api-key.queries';
import { PeppersAtStart } from './startup/peppers-at-start';
import { SharedUnknownKeyThrottle } from './throttle/shared-unknown-key-throttle';
import { PepperedSecrets } from './tokens/peppered-secrets';

const COMMANDS = [
  AdmitKey,
  ChangeApiKey,
  CreateApiKey,
  DisownKeys,
  IssueKey,
  KeyTrace,
  ReportLeak,
  RevokeApiKey,
  RotateApiKey,
];

const ADAPTERS = [
  { provide: ApiKeyReader, useClass: PostgresApiKeyReader },
  { provide: ApiKeyRepository, useClass: PostgresApiKeyRepository },
  { provide: KeySecrets, useClass: PepperedSecrets },
  { provide: KeyUses, useClass: BatchedKeyUses },
  { provide: LiveKeys, useClass: CachedLiveKeys },
  { provide: UnknownKeyThrottle, useClass: SharedUnknownKeyThrottle },
  {
    provide: UsualRate,
    inject: [HttpConfig],
    useFactory: ({ ratePerSecond }: HttpConfig): UsualRate => ({ perSecond: ratePerSecond }),
  },
];

@Module({
  controllers: [LeaksController, ApiKeysController, ApiKeyChangesController],
  providers: [...COMMANDS, ...ADAPTERS, ApiKeyQueries, ApiKeyInvariants, PeppersAtStart],
  exports: [AdmitKey, DisownKeys, LiveKeys],
})
export class ApiKeysModule {}
