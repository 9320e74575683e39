import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { MallId, UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { KeepMemberships, type MembershipId } from '#modules/auth';
import { requireAppointer } from '../domain/site-policy';
import { changedStanding, requireFit, type Standing } from '../domain/standing';
import { MallAccess } from './mall-access';

/** Who belongs to a mall: its operators, by admins, and its tenants, by its operators too. */
@Injectable()
export class MemberCommands {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MallAccess,
    private readonly memberships: KeepMemberships,
  ) {}

  add(actor: Actor, mallId: MallId, userId: UserId, standing: Standing): Promise<MembershipId> {
    return this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      await this.admit(actor, mallId, standing);
      return this.memberships.grant(actor, userId, { mallId, ...standing });
    });
  }

  async change(
    actor: Actor,
    mallId: MallId,
    memberId: MembershipId,
    changes: Partial<Standing>,
  ): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      const held = await this.memberships.hold(mallId, memberId);
      requireAppointer(actor, mallId, held.role);
      const standing = changedStanding(held, changes);
      await this.admit(actor, mallId, standing);
      await this.memberships.change(actor, held, standing);
    });
  }

  async remove(actor: Actor, mallId: MallId, memberId: MembershipId): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      const held = await this.memberships.hold(mallId, memberId);
      requireAppointer(actor, mallId, held.role);
      await this.memberships.end(actor, held);
    });
  }

  private async admit(actor: Actor, mallId: MallId, standing: Standing): Promise<void> {
    requireAppointer(actor, mallId, standing.role);
    requireFit(standing);
    await this.access.requireStore(actor, mallId, standing.storeId);
  }
}
