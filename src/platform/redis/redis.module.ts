import { Global, Module } from '@nestjs/common';
import { RedisCourier } from './redis-courier';
import { RedisSubscription } from './redis-subscription';
import { RedisSuitability } from './redis-suitability';

const PROVIDERS = [RedisCourier, RedisSubscription, RedisSuitability];

@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class RedisModule {}
