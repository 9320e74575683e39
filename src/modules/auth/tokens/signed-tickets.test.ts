import { createSecretKey } from 'node:crypto';
import { Clock } from '#kernel/clock';
import { newId } from '#kernel/id';
import type { KeyRing } from '#platform/secrets/key-ring';
import { SignedTickets } from './signed-tickets';

class SetClock extends Clock {
  private time = Date.parse('2026-11-20T12:00:00Z');

  now(): Date {
    return new Date(this.time);
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

const HOLDER = { userId: newId<'user'>(), credential: { kind: 'session', id: newId<'session'>() } } as const;
const KEY_HOLDER = {
  userId: newId<'user'>(),
  credential: { kind: 'api_key', id: newId<'api_key'>() },
} as const;
const ringOf = (...secrets: readonly string[]) => {
  const keys = secrets.map((secret) => ({ id: `id-of-${secret}`, key: createSecretKey(secret, 'utf8') }));
  return { all: () => keys } as Pick<KeyRing, 'all'> as KeyRing;
};

describe('a ticket', () => {
  let clock: SetClock;
  let tickets: SignedTickets;

  beforeEach(() => {
    clock = new SetClock();
    tickets = new SignedTickets(ringOf('one'), clock);
  });

  it('names its holder for a minute, and stands in an address as it is', () => {
    const { ticket, expiresAt } = tickets.issue(HOLDER, 'events');
    expect(expiresAt.toISOString()).toBe('2026-11-20T12:01:00.000Z');
    expect(encodeURIComponent(ticket)).toBe(ticket);
    clock.advance(59);
    expect(tickets.read(ticket, 'events')).toEqual(HOLDER);
    clock.advance(1);
    expect(tickets.read(ticket, 'events')).toBeNull();
  });

  it('is worth what it was got with: a key stays a key', () => {
    expect(tickets.read(tickets.issue(KEY_HOLDER, 'events').ticket, 'events')).toEqual(KEY_HOLDER);
  });

  it('lets nobody in with one letter changed, taken away or added', () => {
    const { ticket } = tickets.issue(HOLDER, 'events');
    for (let index = 0; index < ticket.length; index += 1) {
      const other = ticket[index] === 'a' ? 'b' : 'a';
      expect(tickets.read(ticket.slice(0, index) + other + ticket.slice(index + 1), 'events')).toBeNull();
      expect(tickets.read(ticket.slice(0, index) + ticket.slice(index + 1), 'events')).toBeNull();
    }
    for (const altered of [`${ticket}.`, `${ticket}.a`, `.${ticket}`, '', '....'])
      expect(tickets.read(altered, 'events')).toBeNull();
  });

  it('of an earlier key is good until that key is forgotten', () => {
    const { ticket } = tickets.issue(HOLDER, 'events');
    expect(new SignedTickets(ringOf('two', 'one'), clock).read(ticket, 'events')).toEqual(HOLDER);
    expect(new SignedTickets(ringOf('two'), clock).read(ticket, 'events')).toBeNull();
  });
});
