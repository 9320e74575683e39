import { Injectable } from '@nestjs/common';
import type { Person } from '#kernel/actor';
import type { UserId } from '#kernel/id';
import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import { NotAnAdmin, OwnAccount } from '../domain/auth.errors';
import { UserRepository } from '../ports/user-repository';
import { EndSessions } from './end-sessions';

export interface UserChanges {
  readonly isAdmin?: boolean;
  readonly isDisabled?: boolean;
  readonly name?: string | null;
}

export interface UpdateUserInput {
  readonly actor: Person;
  readonly userId: UserId;
  readonly changes: UserChanges;
}

/** Admins change others, never their own standing: so there is always one left who can act. */
@Injectable()
export class UpdateUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly endSessions: EndSessions,
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async execute({ actor, userId, changes }: UpdateUserInput): Promise<void> {
    const changesStanding = changes.isAdmin !== undefined || changes.isDisabled !== undefined;
    if (changesStanding && userId === actor.userId) throw OwnAccount();
    await this.unitOfWork.run(async () => {
      const admins = await this.users.lockActiveAdmins();
      if (!admins.includes(actor.userId)) throw NotAnAdmin();
      await this.apply(actor, userId, changes);
    });
  }

  private async apply(
    actor: Person,
    userId: UserId,
    { isAdmin, isDisabled, name }: UserChanges,
  ): Promise<void> {
    if (name !== undefined) {
      await this.users.rename(userId, name);
      await this.note(actor, userId, 'user.renamed');
    }
    if (isAdmin !== undefined && (await this.setAdmin(userId, isAdmin))) {
      await this.note(actor, userId, 'user.role_changed', { is_admin: isAdmin });
    }
    if (isDisabled !== undefined && (await this.setDisabled(userId, isDisabled))) {
      await this.note(actor, userId, isDisabled ? 'user.disabled' : 'user.enabled');
      if (isDisabled) await this.endSessions.all(actor, userId, 'disabled');
    }
  }

  private setAdmin(userId: UserId, isAdmin: boolean): Promise<boolean> {
    return isAdmin ? this.users.grantAdmin(userId) : this.users.revokeAdmin(userId);
  }

  private setDisabled(userId: UserId, isDisabled: boolean): Promise<boolean> {
    return isDisabled ? this.users.disable(userId) : this.users.enable(userId);
  }

  private async note(
    actor: Person,
    userId: UserId,
    action: string,
    after?: Record<string, unknown>,
  ): Promise<void> {
    const target = { type: 'user', id: userId };
    await this.audit.record({ actor, action, target, ...(after === undefined ? {} : { after }) });
    await this.facts.record({ type: action, subject: target, ownerId: userId, data: after ?? {} });
  }
}
