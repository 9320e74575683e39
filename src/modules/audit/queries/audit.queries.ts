import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { AuditEvent } from '../domain/audit-event';
import { AuditReader, type AuditFilter } from '../ports/audit-reader';

/** What was done, for admins. */
@Injectable()
export class AuditQueries {
  constructor(private readonly events: AuditReader) {}

  list(filter: AuditFilter, request: PageRequest): Promise<Page<AuditEvent>> {
    return this.events.list(filter, request);
  }
}
