import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type as Typed } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * Fields of wire DTOs: each declares once how it is validated and how it is documented. Codes in `context` are what the
 * answer's `errors[].code` says.
 */
interface FieldOptions {
  readonly description: string;
  readonly example: unknown;
  /** May be left out. */
  readonly isOptional?: boolean;
  /** May be null. */
  readonly isNullable?: boolean;
}

const code = (value: string) => ({ context: { code: value } });

/** Postgres cannot store NUL, and half a surrogate pair is no character. */
const IsCleanText = () =>
  ValidateBy(
    {
      name: 'isCleanText',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && !value.includes('\0') && value.isWellFormed(),
        defaultMessage: () => '$property must be a string of Unicode characters without NUL',
      },
    },
    code('NOT_TEXT'),
  );

/** Before it zones had odd offsets; a year of five digits is written in no way that everybody reads. */
const TIMES = { from: Date.parse('1900-01-01T00:00:00Z'), until: Date.parse('+010000-01-01T00:00:00Z') };

/** The 99th of a month is written like a time, and no database takes it. */
const IsOnTheCalendar = () =>
  ValidateBy(
    {
      name: 'isOnTheCalendar',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isOnTheCalendar(Date.parse(value)),
        defaultMessage: () => '$property must be a time that exists, from 1900 to 9999',
      },
    },
    code('NOT_A_TIME'),
  );

function isOnTheCalendar(time: number): boolean {
  return time >= TIMES.from && time < TIMES.until;
}

function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  rules: PropertyDecorator[],
): PropertyDecorator {
  const { description, example, isOptional = false, isNullable = false } = options;
  const documented = {
    ...schema,
    description,
    example,
    required: !isOptional,
    ...(isNullable ? { nullable: true } : {}),
  } as ApiPropertyOptions;
  const skips = isOptional || isNullable;
  return applyDecorators(
    ApiProperty(documented),
    ...(skips
      ? [ValidateIf((_, value) => !((isOptional && value === undefined) || (isNullable && value === null)))]
      : []),
    ...rules,
  );
}

export function TextField(
  options: FieldOptions & { min?: number; max: number; pattern?: RegExp },
): PropertyDecorator {
  const { min = 0, max, pattern } = options;
  return field(
    options,
    { type: 'string', minLength: min, maxLength: max, ...(pattern ? { pattern: pattern.source } : {}) },
    [
      IsCleanText(),
      Length(min, max, code('BAD_LENGTH')),
      ...(pattern ? [Matches(pattern, code('BAD_FORMAT'))] : []),
    ],
  );
}

export function EmailField(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'string', format: 'email', maxLength: 254 }, [
    IsCleanText(),
    Length(3, 254, code('BAD_LENGTH')),
    IsEmail({ ignore_max_length: true }, code('NOT_EMAIL')),
  ]);
}

/** Any RFC 9562 UUID is well-formed; upper case is brought down, so that one thing has one name. */
export function UuidField(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    field(options, { type: 'string', format: 'uuid' }, [IsUUID('all', code('NOT_UUID'))]),
  );
}

export function ChoiceField(options: FieldOptions & { of: readonly string[] }): PropertyDecorator {
  return field(options, { type: 'string', enum: [...options.of] }, [
    IsIn([...options.of], code('NOT_A_CHOICE')),
  ]);
}

export function BooleanField(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'boolean' }, [IsBoolean(code('NOT_BOOLEAN'))]);
}

export function WholeNumberField(options: FieldOptions & { min: number; max?: number }): PropertyDecorator {
  const { min, max = Number.MAX_SAFE_INTEGER } = options;
  return field(options, { type: 'integer', minimum: min, maximum: max }, [
    IsInt(code('NOT_WHOLE_NUMBER')),
    Min(min, code('TOO_SMALL')),
    Max(max, code('TOO_LARGE')),
  ]);
}

export function NumberField(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  return field(options, { type: 'number', minimum: options.min, maximum: options.max }, [
    IsNumber({}, code('NOT_NUMBER')),
    Min(options.min, code('TOO_SMALL')),
    Max(options.max, code('TOO_LARGE')),
  ]);
}

/** In a query string everything is text: only plain decimal digits become a number, `1e3` and `0x10` do not. */
export function QueryNumberField(options: FieldOptions & { min: number; max?: number }): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    WholeNumberField(options),
  );
}

export function QueryBooleanField(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    BooleanField(options),
  );
}

export function TimeField(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'string', format: 'date-time' }, [
    IsCleanText(),
    Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/, code('NOT_A_TIME')),
    IsOnTheCalendar(),
  ]);
}

type DtoClass = new () => object;

// The library knows a lazy type by the name of the function: it must be written as a member called `type`.

export function ObjectField(options: FieldOptions & { of: () => DtoClass }): PropertyDecorator {
  return applyDecorators(
    Typed(options.of),
    field(options, { type: () => options.of() }, [
      IsObject(code('NOT_AN_OBJECT')),
      ValidateNested(code('NOT_VALID')),
    ]),
  );
}

export function ListField(options: FieldOptions & { of: () => DtoClass; max?: number }): PropertyDecorator {
  return applyDecorators(
    Typed(options.of),
    field(options, { type: () => options.of(), isArray: true }, [
      IsArray(code('NOT_A_LIST')),
      ArrayMaxSize(options.max ?? 1_000, code('TOO_MANY')),
      ValidateNested({ each: true, ...code('NOT_VALID') }),
    ]),
  );
}

export function ChoicesField(
  options: FieldOptions & { of: readonly string[]; min?: number; max: number },
): PropertyDecorator {
  return field(options, { type: 'array', items: { type: 'string', enum: [...options.of] } }, [
    IsArray(code('NOT_A_LIST')),
    ArrayMinSize(options.min ?? 0, code('TOO_FEW')),
    ArrayMaxSize(options.max, code('TOO_MANY')),
    IsIn([...options.of], { each: true, ...code('NOT_A_CHOICE') }),
  ]);
}

export function TextsField(
  options: FieldOptions & { min?: number; max: number; maxLength: number },
): PropertyDecorator {
  const { min = 0, max, maxLength } = options;
  const items = { type: 'string', minLength: 1, maxLength };
  return field(options, { type: 'array', items, minItems: min, maxItems: max }, [
    IsArray(code('NOT_A_LIST')),
    ArrayMinSize(min, code('TOO_FEW')),
    ArrayMaxSize(max, code('TOO_MANY')),
    Length(1, maxLength, { each: true, ...code('BAD_LENGTH') }),
    Matches(/^[^\0]*$/, { each: true, ...code('NOT_TEXT') }),
  ]);
}

export function UuidsField(options: FieldOptions & { min?: number; max: number }): PropertyDecorator {
  const { min = 0, max } = options;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value)
        ? value.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
        : value,
    ),
    field(
      options,
      { type: 'array', items: { type: 'string', format: 'uuid' }, minItems: min, maxItems: max },
      [
        IsArray(code('NOT_A_LIST')),
        ArrayMinSize(min, code('TOO_FEW')),
        ArrayMaxSize(max, code('TOO_MANY')),
        IsUUID('all', { each: true, ...code('NOT_UUID') }),
      ],
    ),
  );
}
