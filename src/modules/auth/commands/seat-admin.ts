import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { DisownKeys } from '#modules/api-keys';
import { UserRepository } from '../ports/user-repository';
import { CreateUser } from './create-user';
import { EndSessions } from './end-sessions';

/**
 * Gives the admin's seat to an address. The operator's word counts: an account that somebody made with it before becomes
 * theirs, and whoever made it is out. Runs within the unit of work of its caller.
 */
@Injectable()
export class SeatAdmin {
  constructor(
    private readonly users: UserRepository,
    private readonly createUser: CreateUser,
    private readonly endSessions: EndSessions,
    private readonly disownKeys: DisownKeys,
  ) {}

  async execute(email: string, passwordHash: string): Promise<void> {
    const account = await this.users.findAccount(email);
    if (account === null) {
      const name = 'Administrator';
      await this.createUser.execute({ actor: SYSTEM, email, name, passwordHash, isAdmin: true });
      return;
    }
    await this.users.replacePassword(account.id, passwordHash);
    await this.endSessions.all(SYSTEM, account.id, 'disabled');
    await this.disownKeys.execute(SYSTEM, account.id);
    await this.users.enable(account.id);
    await this.users.grantAdmin(account.id);
  }
}
