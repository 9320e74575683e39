import { Injectable } from '@nestjs/common';
import type { Credential, TicketUse } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { asId } from '#kernel/id';
import { SignedUrlRefused, UrlSigner } from '#libs/signed-url';
import { KeyRing } from '#platform/secrets/key-ring';
import { Tickets, type Ticket, type TicketHolder } from '../ports/tickets';

const KEY_PURPOSE = 'tickets';
const LIFETIME_SECONDS = 60;
const PARTS = ['user', 'by', 'credential', 'expires', 'kid', 'sig'] as const;

/** What a link is signed with, without the link: the ticket is the signed query, its values in order. */
@Injectable()
export class SignedTickets extends Tickets {
  private readonly signer: UrlSigner;

  constructor(
    keys: KeyRing,
    private readonly clock: Clock,
  ) {
    super();
    this.signer = new UrlSigner(keys.all(KEY_PURPOSE));
  }

  issue({ userId, credential }: TicketHolder, purpose: TicketUse): Ticket {
    const expiresAt = new Date(Math.floor(this.clock.now().getTime() / 1000 + LIFETIME_SECONDS) * 1000);
    const signed = this.signer.sign({
      ...placeOf(purpose),
      expiresAt: expiresAt.getTime() / 1000,
      claims: { user: userId, by: credential.kind, credential: credential.id },
    });
    return { ticket: PARTS.map((part) => signed[part]).join('.'), expiresAt };
  }

  read(ticket: string, purpose: TicketUse): TicketHolder | null {
    const values = ticket.split('.');
    if (values.length !== PARTS.length) return null;
    const query = Object.fromEntries(PARTS.map((part, index) => [part, values[index]]));
    try {
      const {
        user = '',
        by,
        credential = '',
      } = this.signer.verify({
        ...placeOf(purpose),
        query,
        now: this.clock.now(),
      });
      return { userId: asId(user), credential: credentialOf(by, credential) };
    } catch (error) {
      if (error instanceof SignedUrlRefused) return null;
      throw error;
    }
  }
}

function placeOf(purpose: TicketUse): { method: string; path: string } {
  return { method: 'TICKET', path: purpose };
}

function credentialOf(by: string | undefined, id: string): Credential {
  return by === 'api_key' ? { kind: by, id: asId(id) } : { kind: 'session', id: asId(id) };
}
