import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { PasswordHasher } from '../ports/password-hasher';
import { UserRepository } from '../ports/user-repository';
import { FirstAdminCredentials } from './first-admin-credentials';
import { SeatAdmin } from './seat-admin';

export interface FirstAdmin {
  readonly email: string;
  /** File with the password; null when the operator chose it. */
  readonly noteAt: string | null;
}

/** An installation always has an admin: the one of the configuration, else one whose password only this machine knows. */
@Injectable()
export class EnsureFirstAdmin {
  constructor(
    private readonly credentials: FirstAdminCredentials,
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly seatAdmin: SeatAdmin,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Null when there is an admin already. */
  async execute(): Promise<FirstAdmin | null> {
    if (await this.users.hasActiveAdmin()) return null;
    const { email, password, isMadeUp } = this.credentials.choose();
    const passwordHash = await this.passwords.hash(password);
    return this.unitOfWork.run(async () => {
      await this.users.lockFirstAdmin(); // two processes start at once, and both found none
      if (await this.users.hasActiveAdmin()) return null;
      // Before the commit: a note of an admin that never came to be is overwritten, a missing one locks everybody out.
      const noteAt = isMadeUp ? await this.credentials.keep({ email, password }) : null;
      await this.seatAdmin.execute(email, passwordHash);
      return { email, noteAt };
    });
  }
}
