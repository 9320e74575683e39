import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { MallId } from '#kernel/id';
import type { Place } from '#kernel/place';
import { mayReadMall, requireKeeper } from '../domain/site-policy';
import { MallUnknown, NotYourMall, PinUnknown } from '../domain/site.errors';
import { MallRepository } from '../ports/mall-repository';
import { PinRepository } from '../ports/pin-repository';

/** Whether somebody may put a video there. What was chosen stays until the unit of work of the caller ends. */
@Injectable()
export class ChoosePlace {
  constructor(
    private readonly malls: MallRepository,
    private readonly pins: PinRepository,
  ) {}

  /** A pin alone brings its mall. */
  async execute(actor: Actor, { mallId, pinId }: Place): Promise<Place> {
    if (mallId !== null) await this.enter(actor, mallId);
    if (pinId === null) return { mallId, pinId };
    const foundIn = await this.pins.hold(pinId);
    if (foundIn === null || (mallId !== null && foundIn !== mallId)) return this.refuse(actor, foundIn);
    if (mallId === null) requireKeeper(actor, foundIn);
    return { mallId: foundIn, pinId };
  }

  private async enter(actor: Actor, mallId: MallId): Promise<void> {
    if (!(await this.malls.hold(mallId)))
      throw MallUnknown(undefined, {
        faults: [{ field: 'mall_id', code: 'UNKNOWN', message: MallUnknown.says }],
      });
    requireKeeper(actor, mallId);
  }

  private refuse(actor: Actor, foundIn: MallId | null): never {
    if (foundIn !== null && !mayReadMall(actor, foundIn)) throw NotYourMall('pin_id names a pin of others.');
    throw PinUnknown(undefined, {
      faults: [{ field: 'pin_id', code: 'UNKNOWN', message: PinUnknown.says }],
    });
  }
}
