import { Injectable } from '@nestjs/common';
import { differenceOf } from '#libs/difference';
import type { Actor } from '#kernel/actor';
import { newId, type MallId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { Mall, MallFields } from '../domain/mall';
import { requireAdmin } from '../domain/site-policy';
import { MallNotFound } from '../domain/site.errors';
import { MallRepository } from '../ports/mall-repository';
import { SiteUses } from '../ports/site-uses';
import { SiteTrace } from './site-trace';

/** Plain keeping of malls, by admins. */
@Injectable()
export class MallCommands {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly malls: MallRepository,
    private readonly uses: SiteUses,
    private readonly trace: SiteTrace,
  ) {}

  create(actor: Actor, fields: MallFields): Promise<MallId> {
    requireAdmin(actor);
    return this.unitOfWork.run(async () => {
      const mallId = newId<'mall'>();
      await this.malls.insert(mallId, fields);
      await this.trace.record(actor, { kind: 'mall', mallId }, 'created', { after: pictureOf(fields) });
      return mallId;
    });
  }

  async change(actor: Actor, mallId: MallId, changes: Partial<MallFields>): Promise<void> {
    await this.unitOfWork.run(async () => {
      const mall = await this.lock(actor, mallId);
      const fields = { ...mall, ...changes };
      const difference = differenceOf(pictureOf(mall), pictureOf(fields));
      if (difference === null) return;
      await this.malls.replace(mallId, fields);
      await this.trace.record(actor, { kind: 'mall', mallId }, 'changed', difference);
    });
  }

  async delete(actor: Actor, mallId: MallId): Promise<void> {
    await this.unitOfWork.run(async () => {
      const mall = await this.lock(actor, mallId);
      await this.uses.refuseAny({ kind: 'mall', mallId });
      await this.malls.delete(mallId);
      await this.trace.record(actor, { kind: 'mall', mallId }, 'deleted', { before: pictureOf(mall) });
    });
  }

  private async lock(actor: Actor, mallId: MallId): Promise<Mall> {
    const mall = await this.malls.lock(mallId);
    if (mall === null) throw MallNotFound();
    requireAdmin(actor);
    return mall;
  }
}

function pictureOf({ name, detectionModel }: MallFields) {
  return { name, detection_model: detectionModel };
}
