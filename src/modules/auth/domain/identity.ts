import type { Credential, Membership, Role, Scope } from '#kernel/actor';
import type { UserId } from '#kernel/id';

/** Who a credential speaks for at this moment, and what it may be used for. */
export interface Identity {
  readonly userId: UserId;
  readonly credential: Credential;
  readonly role: Role;
  readonly memberships: readonly Membership[];
  readonly scopes: ReadonlySet<Scope>;
}
