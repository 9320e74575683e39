import type { Membership, Role } from '#kernel/actor';
import type { UserId } from '#kernel/id';

export interface Standing {
  readonly role: Role;
  readonly memberships: readonly Membership[];
}

/** What a user may do at this moment, whoever speaks for them; null when they are disabled. At most five seconds late. */
export abstract class LiveStandings {
  abstract of(userId: UserId): Promise<Standing | null>;
}
