import { Global, Module } from '@nestjs/common';
import { FactFeed } from './fact-feed';
import { FactHistory } from './fact-history';

/** Hearing of facts, and reading of those that were missed, in processes that answer people. */
@Global()
@Module({ providers: [FactFeed, FactHistory], exports: [FactFeed, FactHistory] })
export class FactFeedModule {}
