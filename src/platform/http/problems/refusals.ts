import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import { originOf, type FramegateRequest } from '../server/framegate-request';

/** Somebody was not let in, or not that far. */
export interface Refusal {
  readonly actor: Actor;
  readonly operation: string | null;
  readonly code: string;
}

/** Tells who wants to know that somebody was refused; must cost the answer nothing. */
@Injectable()
export class Refusals {
  private readonly listeners: ((refusal: Refusal) => void)[] = [];

  onRefusal(listener: (refusal: Refusal) => void): void {
    this.listeners.push(listener);
  }

  /** Who came without any credential, or with what was never one, is no news; of a wrong password its command tells. */
  tell(error: DomainError, request: FramegateRequest): void {
    const isOfCredential = error === request.credentialFault && request.isCredentialNonsense !== true;
    if (error.definition.kind !== 'forbidden' && !isOfCredential) return;
    const actor = request.actor ?? { kind: 'visitor', origin: originOf(request) };
    const { operation = null } = request;
    for (const listener of this.listeners) listener({ actor, operation, code: error.code });
  }
}
