import type { Membership } from '#kernel/actor';
import type { Id, MallId, StoreId, UserId } from '#kernel/id';

export type MembershipId = Id<'membership'>;

/** What makes somebody operator of a mall or tenant of a store in it. */
export interface HeldMembership extends Membership {
  readonly id: MembershipId;
  readonly userId: UserId;
}

/** The same, as those see it who decide about it. */
export interface Member extends HeldMembership {
  readonly email: string;
  readonly name: string | null;
}

/** Where somebody may belong: a whole mall, or one store of it. */
export interface MembershipPlace {
  readonly mallId: MallId;
  readonly storeId: StoreId | null;
}
