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
import { OwnSiteUses } from './persistence/own-site-uses';
import { PostgresMallReader } from './persistence/postgres-mall-reader';
import { PostgresPinReader } from './persistence/postgres-pin-reader';
import { PostgresStoreReader } from './persistence/postgres-store-reader';
import { PostgresStoreRepository } from './persistence/postgres-store-repository';
import { SiteInvariants } from './persistence/site-invariants';
import { PlacesModule } from './places.module';
import { StoreTable } from './persistence/store.table';
import { MallReader } from './ports/mall-reader';
import { PinReader } from './ports/pin-reader';
import { SiteUses } from './ports/site-uses';
import { StoreReader } from './ports/store-reader';
import { StoreRepository } from './ports/store-repository';
import { SiteQueries } from './queries/site.queries';

const ADAPTERS = [
  { provide: MallReader, useClass: PostgresMallReader },
  { provide: PinReader, useClass: PostgresPinReader },
  { provide: StoreReader, useClass: PostgresStoreReader },
  { provide: StoreRepository, useClass: PostgresStoreRepository },
];

@Module({
  imports: [AuthModule, PlacesModule, TypeOrmModule.forFeature([StoreTable])],
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
  exports: [PlacesModule, SiteQueries, SiteUses],
})
export class SitesModule {}
