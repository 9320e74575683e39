import { Global, Module } from '@nestjs/common';
import { Invariants } from './invariants';
import { PlatformInvariants } from './platform-invariants';

@Global()
@Module({ providers: [Invariants, PlatformInvariants], exports: [Invariants] })
export class InvariantsModule {}
