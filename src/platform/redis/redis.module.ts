import { Global, Module } from '@nestjs/common';
import { RedisCourier } from './redis-courier';
import { RedisSuitability } from './redis-suitability';

@Global()
@Module({ providers: [RedisCourier, RedisSuitability], exports: [RedisCourier, RedisSuitability] })
export class RedisModule {}
