import type { Request } from 'express';
import type { Actor, Origin } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';

/** What the first middleware and the guards hang onto a request. */
export interface FramegateRequest extends Request {
  requestId: string;
  clientAddress: string;
  /** The operation id of the handler, once it is known. */
  operation?: string;
  /** Who asks; set by the authentication guard. */
  actor?: Actor;
  /** What its credential may ask for in a second, where it has a limit of its own. */
  ratePerSecond?: number | null;
  /** Why a credential that came with it does not count; told where a credential is needed. */
  credentialFault?: DomainError;
  /** What was shown could be nobody's credential, by its looks alone. */
  isCredentialNonsense?: boolean;
  /** What a problem document says beside the members that all of them have, at routes that promise more. */
  problemMembers?: (error: DomainError) => Readonly<Record<string, unknown>>;
  /** The body's bytes as they came: what an Idempotency-Key is bound to. */
  rawBody?: Buffer;
}

export function originOf(request: FramegateRequest): Origin {
  return { address: request.clientAddress, requestId: request.requestId };
}
