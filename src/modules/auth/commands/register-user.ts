import { Injectable } from '@nestjs/common';
import type { Origin } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { AuthConfig } from '../auth.config';
import { RegistrationClosed } from '../domain/auth.errors';
import { PasswordHasher } from '../ports/password-hasher';
import { CreateUser } from './create-user';
import { OpenSession, type SessionGrant } from './open-session';

export interface RegisterUserInput {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
  readonly origin: Origin;
}

@Injectable()
export class RegisterUser {
  constructor(
    private readonly config: AuthConfig,
    private readonly passwords: PasswordHasher,
    private readonly unitOfWork: UnitOfWork,
    private readonly createUser: CreateUser,
    private readonly openSession: OpenSession,
  ) {}

  async execute({ email, password, name, origin }: RegisterUserInput): Promise<SessionGrant> {
    if (this.config.registration === 'closed') throw RegistrationClosed();
    const passwordHash = await this.passwords.hash(password);
    return this.unitOfWork.run(async () => {
      const actor = { kind: 'visitor', origin } as const;
      const userId = await this.createUser.execute({ actor, email, name, passwordHash, isAdmin: false });
      return this.openSession.execute(userId, origin);
    });
  }
}
