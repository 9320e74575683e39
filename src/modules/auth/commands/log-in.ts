import { Injectable } from '@nestjs/common';
import type { Origin } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import { InvalidCredentials } from '../domain/auth.errors';
import { normaliseEmail } from '../domain/user';
import { LoginThrottle } from '../ports/login-throttle';
import { CheckPassword } from './check-password';
import { OpenSession, type SessionGrant } from './open-session';

export interface LogInInput {
  readonly email: string;
  readonly password: string;
  readonly origin: Origin;
}

/** Unknown, disabled and wrong answer alike, after the same work: nobody learns from it who has an account. */
@Injectable()
export class LogIn {
  constructor(
    private readonly throttle: LoginThrottle,
    private readonly checkPassword: CheckPassword,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly openSession: OpenSession,
  ) {}

  async execute({ email, password, origin }: LogInInput): Promise<SessionGrant> {
    const attempt = { email: normaliseEmail(email), address: origin.address };
    await this.throttle.admit(attempt);
    const userId = await this.checkPassword.execute(attempt.email, password);
    const actor = { kind: 'visitor', origin } as const;
    if (userId === null) {
      await this.audit.record({ actor, action: 'user.login_refused', target: { type: 'user', id: null } });
      await this.throttle.noteFailure(attempt);
      throw InvalidCredentials();
    }
    return this.unitOfWork.run(async () => {
      await this.audit.record({ actor, action: 'user.logged_in', target: { type: 'user', id: userId } });
      return this.openSession.execute(userId, origin);
    });
  }
}
