import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChoosePlace } from './commands/choose-place';
import { MallTable } from './persistence/mall.table';
import { PinTable } from './persistence/pin.table';
import { PostgresMallRepository } from './persistence/postgres-mall-repository';
import { PostgresPinRepository } from './persistence/postgres-pin-repository';
import { MallRepository } from './ports/mall-repository';
import { PinRepository } from './ports/pin-repository';

/** Where videos may be put, for every process that puts them anywhere. */
@Module({
  imports: [TypeOrmModule.forFeature([MallTable, PinTable])],
  providers: [
    ChoosePlace,
    { provide: MallRepository, useClass: PostgresMallRepository },
    { provide: PinRepository, useClass: PostgresPinRepository },
  ],
  exports: [ChoosePlace, MallRepository, PinRepository],
})
export class PlacesModule {}
