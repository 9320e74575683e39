import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { MallId } from '#kernel/id';
import { MemberNotFound } from '../domain/auth.errors';
import type { Member, MembershipId, MembershipPlace } from '../domain/membership';
import { MembershipReader, type MemberFilter } from '../ports/membership-reader';

/** Who belongs where. Who may know it, the callers decide. */
@Injectable()
export class MembershipQueries {
  constructor(private readonly reader: MembershipReader) {}

  async get(mallId: MallId, id: MembershipId): Promise<Member> {
    const member = await this.reader.find(mallId, id);
    if (member === null) throw MemberNotFound();
    return member;
  }

  list(filter: MemberFilter, request: PageRequest): Promise<Page<Member>> {
    return this.reader.list(filter, request);
  }

  isAnybodyAt(place: MembershipPlace): Promise<boolean> {
    return this.reader.isAnybodyAt(place);
  }

  places(): Promise<readonly MembershipPlace[]> {
    return this.reader.places();
  }
}
