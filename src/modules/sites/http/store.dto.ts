import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import { ListField, TextField, TimeField, UuidField } from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import type { Store, StoreFields } from '../domain/store';
import { MallPathDto } from './mall.dto';

const NameField = (input: { readonly min?: 1; readonly isOptional?: true } = {}) =>
  TextField({ ...input, max: 255, description: 'What people call it.', example: 'Bakery' });

export class StorePathDto extends MallPathDto {
  @UuidField({ description: 'Id of a store of that mall.', example: EXAMPLE_ID })
  store_id!: string;
}

export class StoreListQueryDto extends PageQueryDto {
  @TextField({ min: 1, max: 255, isOptional: true, description: 'Part of the name.', example: 'bak' })
  search?: string;
}

export class CreateStoreDto {
  @NameField({ min: 1 })
  name!: string;
}

export class UpdateStoreDto {
  @NameField({ min: 1, isOptional: true })
  name?: string;
}

export class StoreDto {
  @UuidField({ description: 'Id of the store.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'Mall that it is in.', example: EXAMPLE_ID })
  mall_id!: string;

  @NameField()
  name!: string;

  @TimeField({ description: 'When it was made.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({ description: 'When it was changed last.', example: EXAMPLE_TIME })
  updated_at!: string;
}

export class StoreListDto extends PageDto {
  @ListField({ of: () => StoreDto, description: 'Newest first.', example: undefined })
  stores!: StoreDto[];
}

export function toStoreChanges({ name }: UpdateStoreDto): Partial<StoreFields> {
  return name === undefined ? {} : { name };
}

export function toStoreDto({ id, mallId, name, createdAt, updatedAt }: Store): StoreDto {
  return {
    id,
    mall_id: mallId,
    name,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
