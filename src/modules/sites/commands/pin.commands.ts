import { Injectable } from '@nestjs/common';
import { differenceOf } from '#libs/difference';
import type { Actor } from '#kernel/actor';
import { newId, type MallId, type PinId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { Pin, PinFields } from '../domain/pin';
import { PinNotFound } from '../domain/site.errors';
import { PinRepository } from '../ports/pin-repository';
import { SiteUses } from '../ports/site-uses';
import { MallAccess } from './mall-access';
import { SiteTrace } from './site-trace';

/** Plain keeping of the pins of a mall: where its cameras hang. */
@Injectable()
export class PinCommands {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MallAccess,
    private readonly pins: PinRepository,
    private readonly uses: SiteUses,
    private readonly trace: SiteTrace,
  ) {}

  create(actor: Actor, mallId: MallId, fields: PinFields): Promise<PinId> {
    return this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      await this.access.requireStore(actor, mallId, fields.storeId);
      const pinId = newId<'pin'>();
      await this.pins.insert(mallId, pinId, fields);
      const site = { kind: 'pin', mallId, pinId } as const;
      await this.trace.record(actor, site, 'created', { after: pictureOf(fields) });
      return pinId;
    });
  }

  async change(actor: Actor, mallId: MallId, pinId: PinId, changes: Partial<PinFields>): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      await this.access.requireStore(actor, mallId, changes.storeId ?? null);
      const pin = await this.lock(mallId, pinId);
      const fields = { ...pin, ...changes };
      const difference = differenceOf(pictureOf(pin), pictureOf(fields));
      if (difference === null) return;
      await this.pins.replace(pinId, fields);
      await this.trace.record(actor, { kind: 'pin', mallId, pinId }, 'changed', difference);
    });
  }

  async delete(actor: Actor, mallId: MallId, pinId: PinId): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      const site = { kind: 'pin', mallId, pinId } as const;
      const pin = await this.lock(mallId, pinId);
      await this.uses.refuseAny(site);
      await this.pins.delete(pinId);
      await this.trace.record(actor, site, 'deleted', { before: pictureOf(pin) });
    });
  }

  private async lock(mallId: MallId, pinId: PinId): Promise<Pin> {
    const pin = await this.pins.lock(mallId, pinId);
    if (pin === null) throw PinNotFound();
    return pin;
  }
}

function pictureOf({ name, storeId, location, isActive }: PinFields) {
  return { name, store_id: storeId, location, active: isActive };
}
