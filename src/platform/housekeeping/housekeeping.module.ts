import { Global, Module } from '@nestjs/common';
import { RoundsModule } from '../process/rounds.module';
import { Housekeeping } from './housekeeping';
import { PlatformChores } from './platform-chores';

@Global()
@Module({ imports: [RoundsModule], providers: [Housekeeping, PlatformChores], exports: [Housekeeping] })
export class HousekeepingModule {}
