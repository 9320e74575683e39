import { Global, Module } from '@nestjs/common';
import { Housekeeping } from './housekeeping';
import { PlatformChores } from './platform-chores';

@Global()
@Module({ providers: [Housekeeping, PlatformChores], exports: [Housekeeping] })
export class HousekeepingModule {}
