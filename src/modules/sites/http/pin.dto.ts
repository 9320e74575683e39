import { asId } from '#kernel/id';
import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  BooleanField,
  ListField,
  NumberField,
  ObjectField,
  QueryBooleanField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import type { Pin, PinFields } from '../domain/pin';
import type { PinFilter } from '../ports/pin-reader';
import { MallPathDto } from './mall.dto';

const FARTHEST = 1_000_000;
const DEEPEST_FLOOR = -100;
const HIGHEST_FLOOR = 1_000;

export class PinPathDto extends MallPathDto {
  @UuidField({ description: 'Id of a pin of that mall.', example: EXAMPLE_ID })
  pin_id!: string;
}

export class PinListQueryDto extends PageQueryDto {
  @UuidField({ isOptional: true, description: 'Only pins of this store.', example: EXAMPLE_ID })
  store_id?: string;

  @QueryBooleanField({
    isOptional: true,
    description: 'Only active pins, or only the others.',
    example: true,
  })
  active?: boolean;

  @TextField({ min: 1, max: 255, isOptional: true, description: 'Part of the name.', example: 'north' })
  search?: string;
}

export class LocationDto {
  @NumberField({ min: -FARTHEST, max: FARTHEST, description: 'In units of your plan.', example: 12.5 })
  x!: number;

  @NumberField({ min: -FARTHEST, max: FARTHEST, description: 'In units of your plan.', example: 4 })
  y!: number;

  @WholeNumberField({
    min: DEEPEST_FLOOR,
    max: HIGHEST_FLOOR,
    description: 'Floor; 0 is the ground floor, below it the numbers are negative.',
    example: 0,
  })
  floor!: number;
}

const NameField = (input: { readonly min?: 1; readonly isOptional?: true } = {}) =>
  TextField({ ...input, max: 255, description: 'Where the camera hangs.', example: 'North entrance' });

const LocationField = (input: { readonly isOptional?: true } = {}) =>
  ObjectField({
    ...input,
    of: () => LocationDto,
    isNullable: true,
    description: 'Place on the plan.',
    example: { x: 12.5, y: 4, floor: 0 },
  });

export class CreatePinDto {
  @NameField({ min: 1 })
  name!: string;

  @UuidField({
    isOptional: true,
    isNullable: true,
    description: 'Store of the same mall whose tenants may see its videos.',
    example: null,
  })
  store_id?: string | null;

  @LocationField({ isOptional: true })
  location?: LocationDto | null;

  @BooleanField({ isOptional: true, description: 'Whether the camera is in use; it is.', example: true })
  active?: boolean;
}

export class UpdatePinDto {
  @NameField({ min: 1, isOptional: true })
  name?: string;

  @UuidField({
    isOptional: true,
    isNullable: true,
    description: 'Store of the same mall whose tenants may see its videos; null takes it from all stores.',
    example: null,
  })
  store_id?: string | null;

  @LocationField({ isOptional: true })
  location?: LocationDto | null;

  @BooleanField({ isOptional: true, description: 'Whether the camera is in use.', example: true })
  active?: boolean;
}

export class PinDto {
  @UuidField({ description: 'Id of the pin.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'Mall that it is in.', example: EXAMPLE_ID })
  mall_id!: string;

  @UuidField({ isNullable: true, description: 'Store that it watches.', example: null })
  store_id!: string | null;

  @NameField()
  name!: string;

  @LocationField()
  location!: LocationDto | null;

  @BooleanField({ description: 'Whether the camera is in use.', example: true })
  active!: boolean;

  @TimeField({ description: 'When it was made.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({ description: 'When it was changed last.', example: EXAMPLE_TIME })
  updated_at!: string;
}

export class PinListDto extends PageDto {
  @ListField({ of: () => PinDto, description: 'Newest first.', example: undefined })
  pins!: PinDto[];
}

export function toPinFilter({ store_id, active, search }: PinListQueryDto): PinFilter {
  return { storeId: storeOf(store_id ?? null), isActive: active ?? null, search: search ?? null };
}

export function toPinFields({ name, store_id, location = null, active = true }: CreatePinDto): PinFields {
  return { name, storeId: storeOf(store_id ?? null), location, isActive: active };
}

export function toPinChanges({
  name,
  store_id: storeId,
  location,
  active,
}: UpdatePinDto): Partial<PinFields> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(storeId === undefined ? {} : { storeId: storeOf(storeId) }),
    ...(location === undefined ? {} : { location }),
    ...(active === undefined ? {} : { isActive: active }),
  };
}

export function toPinDto(pin: Pin): PinDto {
  return {
    id: pin.id,
    mall_id: pin.mallId,
    store_id: pin.storeId,
    name: pin.name,
    location: pin.location,
    active: pin.isActive,
    created_at: pin.createdAt.toISOString(),
    updated_at: pin.updatedAt.toISOString(),
  };
}

function storeOf(id: string | null): PinFields['storeId'] {
  return id === null ? null : asId(id);
}
