import { Module } from '@nestjs/common';
import { AuthChores } from './persistence/auth-chores';

/** The part of accounts that runs in the worker. */
@Module({ providers: [AuthChores] })
export class AuthUpkeepModule {}
