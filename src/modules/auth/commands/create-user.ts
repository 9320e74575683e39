import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { newId, type UserId } from '#kernel/id';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import { normaliseEmail } from '../domain/user';
import { UserRepository } from '../ports/user-repository';

export interface CreateUserInput {
  readonly actor: Actor;
  readonly email: string;
  readonly name: string | null;
  readonly passwordHash: string;
  readonly isAdmin: boolean;
}

/** An account with its trace and its fact. Runs within the unit of work of its caller. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly users: UserRepository,
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async execute({ actor, email, name, passwordHash, isAdmin }: CreateUserInput): Promise<UserId> {
    const id = newId<'user'>();
    await this.users.insert({ id, email: normaliseEmail(email), name, passwordHash, isAdmin });
    const target = { type: 'user', id };
    await this.audit.record({ actor, action: 'user.registered', target, after: { is_admin: isAdmin } });
    await this.facts.record({ type: 'user.registered', subject: target, ownerId: id, data: {} });
    return id;
  }
}
