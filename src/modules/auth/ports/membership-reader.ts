import type { Page, PageRequest } from '#libs/paging';
import type { Membership } from '#kernel/actor';
import type { MallId } from '#kernel/id';
import type { Member, MembershipId, MembershipPlace } from '../domain/membership';

export interface MemberFilter {
  readonly mallId: MallId;
  /** Part of the e-mail address or name, ignoring case, literally. */
  readonly search: string | null;
  readonly role: Membership['role'] | null;
}

export abstract class MembershipReader {
  abstract find(mallId: MallId, id: MembershipId): Promise<Member | null>;
  /** Newest first. */
  abstract list(filter: MemberFilter, request: PageRequest): Promise<Page<Member>>;
  /** Whether anybody belongs there; without a store, anywhere in the mall. */
  abstract isAnybodyAt(place: MembershipPlace): Promise<boolean>;
  /** Everywhere that anybody belongs, each place once. */
  abstract places(): Promise<readonly MembershipPlace[]>;
}
