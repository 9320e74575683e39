import { Injectable } from '@nestjs/common';
import { CursorCodec, type Page, type PageRequest } from '#libs/paging';
import { KeyRing } from '../../secrets/key-ring';
import { ValidationFailed } from '../http.errors';
import type { PageDto, PageQueryDto } from './page.dto';

const DEFAULT_SIZE = 20;

/** Between the three paging styles of the wire and the one kind of page that queries know. */
@Injectable()
export class Paging {
  private readonly cursors: CursorCodec;

  constructor(keys: KeyRing) {
    this.cursors = new CursorCodec(keys.all('list cursors').map(({ key }) => key));
  }

  /** `list` names the list with its sort and filters: a cursor of another one does not fit. */
  read(query: PageQueryDto, list: string): PageRequest {
    const { page, page_size: pageSize, limit, offset, cursor } = query;
    refuseMixedStyles(query);
    if (limit !== undefined || offset !== undefined) {
      return { style: 'offset', size: limit ?? DEFAULT_SIZE, offset: offset ?? 0, page: null, after: null };
    }
    const size = pageSize ?? DEFAULT_SIZE;
    if (cursor !== undefined)
      return { style: 'cursor', size, offset: 0, page: null, after: this.after(list, cursor) };
    const number = page ?? 1;
    return { style: 'page', size, offset: (number - 1) * size, page: number, after: null };
  }

  describe<Item>(page: Page<Item>, request: PageRequest, list: string): PageDto {
    return {
      total: page.total,
      total_capped: page.totalCapped,
      page: request.page,
      page_size: request.size,
      total_pages: request.style === 'page' ? Math.ceil(page.total / request.size) : null,
      has_more: page.next !== null,
      next_cursor: page.next === null ? null : this.cursors.write(list, page.next),
    };
  }

  private after(list: string, cursor: string) {
    const key = this.cursors.read(list, cursor);
    if (key !== null) return key;
    throw refusal(
      'cursor',
      'BAD_CURSOR',
      'cursor is not one that this list gave out for this sort and filter',
    );
  }
}

function refuseMixedStyles({ page, page_size: pageSize, limit, offset, cursor }: PageQueryDto): void {
  const byOffset = limit !== undefined || offset !== undefined;
  if (byOffset && (page !== undefined || pageSize !== undefined || cursor !== undefined)) {
    throw refusal('limit', 'MIXED_PAGING', 'limit and offset cannot be mixed with page, page_size or cursor');
  }
  if (page !== undefined && cursor !== undefined) {
    throw refusal('cursor', 'MIXED_PAGING', 'cursor cannot be mixed with page');
  }
}

function refusal(field: string, code: string, message: string): Error {
  return ValidationFailed(undefined, { faults: [{ field, code, message }] });
}
