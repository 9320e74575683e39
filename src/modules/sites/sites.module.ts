import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/auth.module';
import { MallAccess } from './commands/mall-access';
import { MallCommands } from './commands/mall.commands';
import { MemberCommands } from './commands/member.commands';
import { PinCommands } from './commands/pin.commands';
import { SiteTrace } from './commands/site-trace';
import { StoreCommands } from './commands/store.commands';
import { MallsController } from './http/malls.controller';
import { MembersController } from './http/members.controller';
import { PinsController } from './http/pins.controller';
import { StoresController } from './http/stores.controller';
import { MallTable } from './persistence/mall.table';
import { OwnSiteUses } from './persistence/own-site-uses';
import { PinTable } from './persistence/pin.table';
import { PostgresMallReader } from './persistence/postgres-mall-reader';
import { PostgresMallRepository } from './persistence/postgres-mall-repository';
import { PostgresPinReader } from './persistence/postgres-pin-reader';
import { PostgresPinRepository } from './persistence/postgres-pin-repository';
import { PostgresStoreReader } from './persistence/postgres-store-reader';
import { PostgresStoreRepository } from './persistence/postgres-store-repository';
import { SiteInvariants } from './persistence/site-invariants';
import { StoreTable } from './persistence/store.table';
import { MallReader } from './ports/mall-reader';
import { MallRepository } from './ports/mall-repository';
import { PinReader } from './ports/pin-reader';
import { PinRepository } from './ports/pin-repository';
import { SiteUses } from './ports/site-uses';
import { StoreReader } from './ports/store-reader';
import { StoreRepository } from './ports/store-repository';
import { SiteQueries } from './queries/site.queries';

const ADAPTERS = [
  { provide: MallReader, useClass: PostgresMallReader },
  { provide: MallRepository, useClass: PostgresMallRepository },
  { provide: PinReader, useClass: PostgresPinReader },
  { provide: PinRepository, useClass: PostgresPinRepository },
  { provide: StoreReader, useClass: PostgresStoreReader },
  { provide: StoreRepository, useClass: PostgresStoreRepository },
];

@Module({
  imports: [AuthModule, TypeOrmModule.forFeature([MallTable, StoreTable, PinTable])],
  controllers: [MallsController, StoresController, PinsController, MembersController],
  providers: [
    MallAccess,
    MallCommands,
    StoreCommands,
    PinCommands,
    MemberCommands,
    SiteTrace,
    SiteQueries,
    SiteUses,
    OwnSiteUses,
    SiteInvariants,
    ...ADAPTERS,
  ],
  exports: [SiteQueries, SiteUses],
})
export class SitesModule {}
