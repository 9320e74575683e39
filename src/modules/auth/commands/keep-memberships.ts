import { Injectable } from '@nestjs/common';
import type { Actor, Membership } from '#kernel/actor';
import { newId, type MallId, type UserId } from '#kernel/id';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import { MemberNotFound } from '../domain/auth.errors';
import type { HeldMembership, MembershipId } from '../domain/membership';
import { MembershipRepository } from '../ports/membership-repository';

type Standing = Pick<Membership, 'role' | 'storeId'>;

/**
 * Who belongs where, with trace and fact, by which every process learns of it within five seconds. Whether the actor may, and
 * whether there is such a place, its callers decide. Runs within their unit of work.
 */
@Injectable()
export class KeepMemberships {
  constructor(
    private readonly memberships: MembershipRepository,
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async grant(actor: Actor, userId: UserId, membership: Membership): Promise<MembershipId> {
    const granted = { id: newId<'membership'>(), userId, ...membership };
    await this.memberships.insert(granted);
    await this.note(actor, userId, 'user.membership_granted', { after: pictureOf(granted) });
    return granted.id;
  }

  /** The membership as it is, and stays until the transaction ends. */
  async hold(mallId: MallId, id: MembershipId): Promise<HeldMembership> {
    const membership = await this.memberships.lock(mallId, id);
    if (membership === null) throw MemberNotFound();
    return membership;
  }

  async change(actor: Actor, held: HeldMembership, { role, storeId }: Standing): Promise<void> {
    if (role === held.role && storeId === held.storeId) return;
    await this.memberships.change(held.id, { role, storeId });
    const after = pictureOf({ ...held, role, storeId });
    await this.note(actor, held.userId, 'user.membership_changed', { before: pictureOf(held), after });
  }

  async end(actor: Actor, held: HeldMembership): Promise<void> {
    await this.memberships.delete(held.id);
    await this.note(actor, held.userId, 'user.membership_ended', { before: pictureOf(held) });
  }

  private async note(actor: Actor, userId: UserId, type: string, change: Change): Promise<void> {
    const target = { type: 'user', id: userId };
    await this.audit.record({ actor, action: type, target, ...change });
    await this.facts.record({ type, subject: target, ownerId: userId, data: { ...change } });
  }
}

type Picture = Readonly<Record<string, unknown>>;

interface Change {
  readonly before?: Picture;
  readonly after?: Picture;
}

function pictureOf({ id, mallId, role, storeId }: HeldMembership): Picture {
  return { member_id: id, mall_id: mallId, role, store_id: storeId };
}
