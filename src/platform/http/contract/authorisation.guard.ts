import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import { Forbidden, Unauthenticated } from '../http.errors';
import type { FramegateRequest } from '../server/framegate-request';
import { operationOf, type Access } from './operation.decorator';

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
  if (access === 'signed-in' || access === 'person') return;
  if (!actor.scopes.has(access)) throw Forbidden(`This credential lacks the scope ${access}.`);
  if (access === 'admin' && actor.role !== 'admin') throw Forbidden('Only an admin may do this.');
}
