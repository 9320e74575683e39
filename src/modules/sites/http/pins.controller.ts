import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { PinCommands } from '../commands/pin.commands';
import {
  MallNotFound,
  NotEmpty,
  NotForYourRole,
  NotYourMall,
  PinNotFound,
  StoreUnknown,
} from '../domain/site.errors';
import { SiteQueries } from '../queries/site.queries';
import { MallPathDto } from './mall.dto';
import {
  CreatePinDto,
  PinDto,
  PinListDto,
  PinListQueryDto,
  PinPathDto,
  toPinChanges,
  toPinDto,
  toPinFields,
  toPinFilter,
  UpdatePinDto,
} from './pin.dto';

@ApiTags('Malls')
@Controller('malls/:id/pins')
export class PinsController {
  constructor(
    private readonly sites: SiteQueries,
    private readonly pins: PinCommands,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listPins',
    summary: 'The pins of a mall, newest first',
    description: 'Where its cameras hang. For members of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of pins.', type: PinListDto },
    errors: [MallNotFound, NotYourMall],
  })
  async list(
    @Param() { id }: MallPathDto,
    @Query() query: PinListQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<PinListDto> {
    const filter = toPinFilter(query);
    const list = `pins of ${id} newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.sites.listPins(actor, asId(id), filter, request);
    return { pins: page.items.map(toPinDto), ...this.paging.describe(page, request, list) };
  }

  @Post()
  @Operation({
    id: 'createPin',
    summary: 'Make a pin in a mall',
    description: 'For operators of the mall and for admins. A store must be one of the same mall.',
    access: 'sites:manage',
    isIdempotent: true,
    answer: { status: 201, description: 'The new pin.', type: PinDto },
    errors: [MallNotFound, NotYourMall, NotForYourRole, StoreUnknown],
  })
  async create(
    @Param() { id }: MallPathDto,
    @Body() body: CreatePinDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<PinDto> {
    const pinId = await this.pins.create(actor, asId(id), toPinFields(body));
    return toPinDto(await this.sites.getPin(actor, asId(id), pinId));
  }

  @Get(':pin_id')
  @Operation({
    id: 'readPin',
    summary: 'One pin',
    description: 'For members of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'The pin.', type: PinDto },
    errors: [MallNotFound, PinNotFound, NotYourMall],
  })
  async read(
    @Param() { id, pin_id: pinId }: PinPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<PinDto> {
    return toPinDto(await this.sites.getPin(actor, asId(id), asId(pinId)));
  }

  @Patch(':pin_id')
  @Operation({
    id: 'updatePin',
    summary: 'Change a pin',
    description: 'For operators of the mall and for admins. What is not sent stays as it is.',
    access: 'sites:manage',
    answer: { status: 200, description: 'The pin as it is now.', type: PinDto },
    errors: [MallNotFound, PinNotFound, NotYourMall, NotForYourRole, StoreUnknown],
  })
  async update(
    @Param() { id, pin_id: pinId }: PinPathDto,
    @Body() body: UpdatePinDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<PinDto> {
    await this.pins.change(actor, asId(id), asId(pinId), toPinChanges(body));
    return toPinDto(await this.sites.getPin(actor, asId(id), asId(pinId)));
  }

  @Delete(':pin_id')
  @Operation({
    id: 'deletePin',
    summary: 'Delete a pin',
    description:
      'For operators of the mall and for admins, when no video was recorded there. One that is out of use is made inactive instead.',
    access: 'sites:manage',
    answer: { status: 204, description: 'The pin is gone.' },
    errors: [MallNotFound, PinNotFound, NotYourMall, NotForYourRole, NotEmpty],
  })
  async delete(
    @Param() { id, pin_id: pinId }: PinPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<void> {
    await this.pins.delete(actor, asId(id), asId(pinId));
  }
}
