import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import { ChoiceField, ListField, TextField, TimeField, UuidField } from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import { DETECTION_MODELS, type DetectionModel, type Mall, type MallFields } from '../domain/mall';

interface Input {
  readonly min?: 1;
  readonly isOptional?: true;
}

const NameField = (input: Input = {}) =>
  TextField({ ...input, max: 255, description: 'What people call it.', example: 'Riverside' });

const DetectionModelField = (input: Pick<Input, 'isOptional'> = {}) =>
  ChoiceField({
    ...input,
    of: DETECTION_MODELS,
    isNullable: true,
    description: 'What looks at its videos; null is what the installation uses.',
    example: 'ensemble',
  });

export class MallPathDto {
  @UuidField({ description: 'Id of a mall.', example: EXAMPLE_ID })
  id!: string;
}

export class MallListQueryDto extends PageQueryDto {
  @TextField({ min: 1, max: 255, isOptional: true, description: 'Part of the name.', example: 'river' })
  search?: string;
}

export class CreateMallDto {
  @NameField({ min: 1 })
  name!: string;

  @DetectionModelField({ isOptional: true })
  detection_model?: DetectionModel | null;
}

export class UpdateMallDto {
  @NameField({ min: 1, isOptional: true })
  name?: string;

  @DetectionModelField({ isOptional: true })
  detection_model?: DetectionModel | null;
}

export class MallDto {
  @UuidField({ description: 'Id of the mall.', example: EXAMPLE_ID })
  id!: string;

  @NameField()
  name!: string;

  @DetectionModelField()
  detection_model!: DetectionModel | null;

  @TimeField({ description: 'When it was made.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({ description: 'When it was changed last.', example: EXAMPLE_TIME })
  updated_at!: string;
}

export class MallListDto extends PageDto {
  @ListField({ of: () => MallDto, description: 'Newest first.', example: undefined })
  malls!: MallDto[];
}

export function toMallFields({ name, detection_model: detectionModel = null }: CreateMallDto): MallFields {
  return { name, detectionModel };
}

export function toMallChanges({ name, detection_model: detectionModel }: UpdateMallDto): Partial<MallFields> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(detectionModel === undefined ? {} : { detectionModel }),
  };
}

export function toMallDto({ id, name, detectionModel, createdAt, updatedAt }: Mall): MallDto {
  return {
    id,
    name,
    detection_model: detectionModel,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
