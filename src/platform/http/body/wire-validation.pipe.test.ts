import type { Type } from '@nestjs/common';
import { DomainError, type FieldFault } from '#kernel/domain-error';
import {
  BooleanField,
  ChoiceField,
  ChoicesField,
  EmailField,
  ListField,
  NumberField,
  ObjectField,
  QueryBooleanField,
  QueryNumberField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '../contract/fields';
import { WireValidationPipe } from './wire-validation.pipe';

const said = { description: 'For tests.', example: 'x' };
const maybe = { ...said, isOptional: true };

class PartDto {
  @TextField({ ...said, min: 1, max: 3 })
  name!: string;
}

class WholeDto {
  @TextField({ ...maybe, min: 2, max: 5, pattern: /^[a-z]+$/ }) text?: string;
  @TextField({ ...maybe, max: 5, isNullable: true }) nullable?: string | null;
  @EmailField(maybe) email?: string;
  @UuidField(maybe) id?: string;
  @ChoiceField({ ...maybe, of: ['a', 'b'] }) choice?: string;
  @ChoicesField({ ...maybe, of: ['a', 'b'], max: 2 }) choices?: string[];
  @BooleanField(maybe) flag?: boolean;
  @WholeNumberField({ ...maybe, min: 1, max: 9 }) whole?: number;
  @NumberField({ ...maybe, min: 0, max: 1 }) share?: number;
  @TimeField(maybe) at?: string;
  @ObjectField({ ...maybe, of: () => PartDto }) part?: PartDto;
  @ListField({ ...maybe, of: () => PartDto, max: 2 }) parts?: PartDto[];
  @QueryNumberField({ ...maybe, min: 1, max: 9 }) page?: number;
  @QueryBooleanField(maybe) only?: boolean;
}

class StrictDto {
  @TextField({ ...said, min: 1, max: 5 }) needed!: string;
}

const pipe = new WireValidationPipe();

async function read(value: unknown, metatype: Type = WholeDto): Promise<object> {
  return (await pipe.transform(value, { type: 'body', metatype })) as object;
}

async function refusalOf(value: unknown, metatype?: Type): Promise<DomainError> {
  return read(value, metatype).then(
    () => Promise.reject(new Error('it was accepted')),
    (error: unknown) => error as DomainError,
  );
}

async function faultOf(value: unknown): Promise<FieldFault | undefined> {
  const { code, facts } = await refusalOf(value);
  expect(code).toBe('VALIDATION_FAILED');
  expect(facts.faults).toHaveLength(1);
  return facts.faults?.[0];
}

describe('values from the wire', () => {
  it.each([
    [{ text: 'a' }, 'text', 'BAD_LENGTH'],
    [{ text: 'ABC' }, 'text', 'BAD_FORMAT'],
    [{ text: 7 }, 'text', 'NOT_TEXT'],
    [{ text: null }, 'text', 'NOT_TEXT'],
    [{ nullable: 'a\0b' }, 'nullable', 'NOT_TEXT'],
    [{ nullable: '\ud800' }, 'nullable', 'NOT_TEXT'],
    [{ email: 'nobody' }, 'email', 'NOT_EMAIL'],
    [{ id: 'x' }, 'id', 'NOT_UUID'],
    [{ choice: 'c' }, 'choice', 'NOT_A_CHOICE'],
    [{ choices: ['a', 'c'] }, 'choices', 'NOT_A_CHOICE'],
    [{ choices: 'a' }, 'choices', 'NOT_A_LIST'],
    [{ choices: ['a', 'b', 'a'] }, 'choices', 'TOO_MANY'],
    [{ flag: 'true' }, 'flag', 'NOT_BOOLEAN'],
    [{ whole: 1.5 }, 'whole', 'NOT_WHOLE_NUMBER'],
    [{ whole: '1' }, 'whole', 'NOT_WHOLE_NUMBER'],
    [{ whole: 0 }, 'whole', 'TOO_SMALL'],
    [{ whole: 10 }, 'whole', 'TOO_LARGE'],
    [{ share: '0.5' }, 'share', 'NOT_NUMBER'],
    [{ share: -0.1 }, 'share', 'TOO_SMALL'],
    [{ at: 'yesterday' }, 'at', 'NOT_A_TIME'],
    [{ at: '0000-06-01T00:00:00Z' }, 'at', 'NOT_A_TIME'],
    [{ at: '1899-12-31T23:59:59Z' }, 'at', 'NOT_A_TIME'],
    [{ at: '9999-12-31T23:59:59-14:00' }, 'at', 'NOT_A_TIME'],
    [{ part: { name: 'long' } }, 'part.name', 'BAD_LENGTH'],
    [{ part: { name: 'abc', more: 1 } }, 'part.more', 'UNKNOWN_FIELD'],
    [{ part: {} }, 'part.name', 'REQUIRED'],
    [{ part: [] }, 'part', 'NOT_AN_OBJECT'],
    [{ part: 7 }, 'part', 'NOT_AN_OBJECT'],
    [{ parts: [{ name: 'a' }, { name: '' }] }, 'parts.1.name', 'BAD_LENGTH'],
    [{ page: '1e3' }, 'page', 'NOT_WHOLE_NUMBER'],
    [{ page: '0x10' }, 'page', 'NOT_WHOLE_NUMBER'],
    [{ only: 'yes' }, 'only', 'NOT_BOOLEAN'],
    [{ unheard: 1 }, 'unheard', 'UNKNOWN_FIELD'],
  ])('refuse %j', async (value, field, code) => {
    expect(await faultOf(value)).toMatchObject({ field, code });
  });

  it.each([
    [{}, {}],
    [{ nullable: null }, { nullable: null }],
    [
      { text: 'abc', flag: false, whole: 9, share: 0.5 },
      { text: 'abc', flag: false, whole: 9, share: 0.5 },
    ],
    [{ id: '0197F3B2-6F2C-7C3E-9D3A-52E1C0A8B7D4' }, { id: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' }],
    [
      { page: '7', only: 'false' },
      { page: 7, only: false },
    ],
    [{ at: '2026-11-20T12:00:00.5+01:00' }, { at: '2026-11-20T12:00:00.5+01:00' }],
    [{ parts: [{ name: 'a' }] }, { parts: [{ name: 'a' }] }],
  ])('accept %j', async (value, expected) => {
    expect(await read(value)).toEqual(expected);
  });

  it('tell every fault at once', async () => {
    const { facts } = await refusalOf({ text: 'a', flag: 1, unheard: 2 });
    expect(facts.faults?.map(({ field }) => field).sort()).toEqual(['flag', 'text', 'unheard']);
  });

  it('say that a field is required', async () => {
    const { facts } = await refusalOf({}, StrictDto);
    expect(facts.faults).toEqual([{ field: 'needed', code: 'REQUIRED', message: 'needed is required' }]);
  });

  it('say that the body is missing where one is needed', async () => {
    expect((await refusalOf(undefined, StrictDto)).code).toBe('BODY_MISSING');
    expect(await read(undefined)).toEqual({});
  });
});

describe('a query that was read before', () => {
  const readQuery = async (query: unknown, metatype: Type = WholeDto) =>
    (await pipe.transform(query, { type: 'query', metatype })) as object;

  it('is the same for whoever asks in the same words, and cannot be changed', async () => {
    const first = await readQuery({ page: '3' });
    expect(first).toMatchObject({ page: 3 });
    expect(await readQuery({ page: '3' })).toBe(first);
    expect(() => Object.assign(first, { page: 4 })).toThrow(TypeError);
    expect(await readQuery({ page: '4' })).toMatchObject({ page: 4 });
  });

  it('says nothing about another kind of query', async () => {
    await readQuery({ page: '3' });
    await expect(readQuery({ page: '3' }, StrictDto)).rejects.toBeInstanceOf(DomainError);
  });

  it.each([{ page: '0' }, { unknown: 'x' }, { page: ['1', '2'] }])(
    'is refused each time: %j',
    async (query) => {
      for (let time = 0; time < 3; time += 1)
        await expect(readQuery(query)).rejects.toBeInstanceOf(DomainError);
    },
  );

  it('is read again when a thousand others came after it', async () => {
    const first = await readQuery({ text: 'aa' });
    const letter = (n: number) => String.fromCharCode(97 + (n % 26));
    const names = Array.from({ length: 1_000 }, (_, n) => `b${letter(n)}${letter(n / 26)}${letter(n / 676)}`);
    for (const text of names) await readQuery({ text });
    expect(await readQuery({ text: 'aa' })).not.toBe(first);
  });
});
