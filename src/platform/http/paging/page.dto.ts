import { BooleanField, QueryNumberField, TextField, WholeNumberField } from '../contract/fields';

/** The three styles of every list; mixing them is refused. */
export class PageQueryDto {
  @QueryNumberField({
    min: 1,
    max: 1_000_000,
    isOptional: true,
    description: 'Page number, from 1.',
    example: 1,
  })
  page?: number;

  @QueryNumberField({
    min: 1,
    max: 100,
    isOptional: true,
    description: 'Items a page (20); with `page` or `cursor`.',
    example: 20,
  })
  page_size?: number;

  @QueryNumberField({
    min: 1,
    max: 100,
    isOptional: true,
    description: 'Items to return; with `offset`.',
    example: 20,
  })
  limit?: number;

  @QueryNumberField({ min: 0, max: 100_000_000, isOptional: true, description: 'Items to skip.', example: 0 })
  offset?: number;

  @TextField({
    max: 1024,
    isOptional: true,
    description: '`next_cursor` of the page before. Fits only the same sort and filters.',
    example: 'kQ3v...',
  })
  cursor?: string;
}

/** What every list answers beside its items. */
export class PageDto {
  @WholeNumberField({ min: 0, description: 'How many items there are in all.', example: 1 })
  total!: number;

  @BooleanField({
    description: 'Whether counting stopped early and `total` is a lower bound.',
    example: false,
  })
  total_capped!: boolean;

  @WholeNumberField({
    min: 1,
    isNullable: true,
    description: 'Number of this page; null in the other styles.',
    example: 1,
  })
  page!: number | null;

  @WholeNumberField({ min: 1, max: 100, description: 'Items a page.', example: 20 })
  page_size!: number;

  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Number of pages; null in the other styles.',
    example: 1,
  })
  total_pages!: number | null;

  @BooleanField({ description: 'Whether there are items after these.', example: false })
  has_more!: boolean;

  @TextField({
    max: 1024,
    isNullable: true,
    description: 'Asks for the items after these; null on the last page.',
    example: null,
  })
  next_cursor!: string | null;
}
