import type { Credential, TicketUse } from '#kernel/actor';
import type { UserId } from '#kernel/id';

export interface TicketHolder {
  readonly userId: UserId;
  /** What it was got with: the ticket is worth no more, and no longer. */
  readonly credential: Credential;
}

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: Date;
}

/** A credential that may stand in an address, where a caller can send no header: for one purpose, and for one minute. */
export abstract class Tickets {
  abstract issue(holder: TicketHolder, purpose: TicketUse): Ticket;
  /** Null for what is not ours, is for something else, or is too old. */
  abstract read(ticket: string, purpose: TicketUse): TicketHolder | null;
}
