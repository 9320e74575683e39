import { Injectable } from '@nestjs/common';
import type { UserId } from '#kernel/id';
import { PasswordHasher } from '../ports/password-hasher';
import { UserRepository } from '../ports/user-repository';

/** Whose password this is; null for an unknown or disabled account as for a wrong password. */
@Injectable()
export class CheckPassword {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
  ) {}

  async execute(email: string, password: string): Promise<UserId | null> {
    const account = await this.users.findAccount(email);
    const isRight = await this.passwords.verify(account?.passwordHash ?? null, password);
    if (account === null || !isRight || account.isDisabled) return null;
    if (this.passwords.isOutdated(account.passwordHash)) {
      await this.users.replacePassword(account.id, await this.passwords.hash(password));
    }
    return account.id;
  }
}
