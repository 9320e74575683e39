import { Global, Module } from '@nestjs/common';
import { FactFeed } from './fact-feed';

/** Hearing of facts, in processes that answer people. */
@Global()
@Module({ providers: [FactFeed], exports: [FactFeed] })
export class FactFeedModule {}
