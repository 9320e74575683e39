import { Global, Module } from '@nestjs/common';
import { RedisCourier } from './redis-courier';

@Global()
@Module({ providers: [RedisCourier], exports: [RedisCourier] })
export class RedisModule {}
