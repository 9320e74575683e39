import type { Page, PageRequest } from '#libs/paging';
import type { AuditEvent } from '../domain/audit-event';

/** Null asks for nothing. */
export interface AuditFilter {
  readonly actorId: string | null;
  readonly action: string | null;
  readonly targetId: string | null;
  readonly occurredAfter: Date | null;
  readonly occurredBefore: Date | null;
}

/** The read side of the trail. */
export abstract class AuditReader {
  /** Newest first. */
  abstract list(filter: AuditFilter, request: PageRequest): Promise<Page<AuditEvent>>;
}
