import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { isPerson, type Actor, type Scope, type SignedInUser } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import { Forbidden, PersonNeeded, ScopeMissing, Unauthenticated } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import { isForAdmins, isForPersons, operationOf, type Access } from './operation.decorator';

/** Deny by default: what an operation does not grant, it refuses. Whose a thing is, commands and queries decide. */
@Injectable()
export class AuthorisationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { actor, credentialFault } = context.switchToHttp().getRequest<FramegateRequest>();
    refuseUnlessAllowed(operationOf(context).access, actor, credentialFault);
    return true;
  }
}

function refuseUnlessAllowed(access: Access, actor: Actor | undefined, fault: DomainError | undefined): void {
  if (access === 'public') return;
  if (actor?.kind !== 'user') throw fault ?? Unauthenticated();
  if (access === 'signed-in') return;
  if (isForPersons(access)) requirePerson(actor);
  else requireScope(actor, access);
  if (isForAdmins(access) && actor.role !== 'admin') throw Forbidden('Only an admin may do this.');
}

function requirePerson(actor: SignedInUser): void {
  if (!isPerson(actor)) throw PersonNeeded();
}

function requireScope({ scopes }: SignedInUser, scope: Scope): void {
  if (scopes.has(scope)) return;
  throw ScopeMissing(`This credential lacks the scope ${scope}.`, { details: { scope } });
}
