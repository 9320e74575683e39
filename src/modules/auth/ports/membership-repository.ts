import type { Membership } from '#kernel/actor';
import type { MallId } from '#kernel/id';
import type { HeldMembership, MembershipId } from '../domain/membership';

export abstract class MembershipRepository {
  /** Throws USER_UNKNOWN and ALREADY_A_MEMBER. */
  abstract insert(membership: HeldMembership): Promise<void>;
  /** Held until the transaction ends; null when it is none of this mall. */
  abstract lock(mallId: MallId, id: MembershipId): Promise<HeldMembership | null>;
  /** Throws ALREADY_A_MEMBER. */
  abstract change(id: MembershipId, standing: Pick<Membership, 'role' | 'storeId'>): Promise<void>;
  abstract delete(id: MembershipId): Promise<void>;
}
