import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { asId, type UserId } from '#kernel/id';
import { LiveCredentials } from '#modules/auth';
import { Draining } from '#platform/http/server/draining';
import { FactFeed } from '#platform/outbox/fact-feed';
import { Rounds } from '#platform/process/rounds';
import { EventHub } from './event-hub';
import type { Member } from './member';

/** What the doors of the streams ask for. */
const LISTENING_SCOPE = 'videos:read';
const HEARTBEAT_EVERY_MS = 25_000;
/** Sessions and keys also end by themselves, of which no fact tells. */
const CREDENTIALS_EVERY_MS = 30_000;

/** Keeps streams alive for as long as their listeners may listen, and lets go of them before the process ends. */
@Injectable()
export class StreamUpkeep implements OnModuleInit {
  constructor(
    private readonly hub: EventHub,
    private readonly credentials: LiveCredentials,
    private readonly facts: FactFeed,
    private readonly rounds: Rounds,
    private readonly draining: Draining,
  ) {}

  onModuleInit(): void {
    this.rounds.add(
      { name: 'heartbeat', everyMs: HEARTBEAT_EVERY_MS, work: () => this.giveSignsOfLife() },
      { name: 'listening-credentials', everyMs: CREDENTIALS_EVERY_MS, work: () => this.endWithCredentials() },
    );
    this.facts.onFact(({ type, ownerId }) => {
      if (ownerId !== null && /^(session|user|api_key)\./.test(type)) void this.lookAgainAt(asId(ownerId));
    });
    this.draining.onClosing(() => void this.hub.forEach(({ listening }) => listening.sink.end('closing')));
  }

  private giveSignsOfLife(): Promise<void> {
    return this.hub.forEach(({ listening }) => listening.sink.giveSignOfLife());
  }

  private async endWithCredentials(): Promise<void> {
    const listening = this.hub.all();
    if (listening.length === 0) return;
    const ended = await this.credentials.endedAmong(listening.map(({ actor }) => actor.credential));
    for (const member of listening)
      if (ended.has(member.actor.credential.id)) member.listening.sink.end('access_ended');
  }

  /** After whoever remembers credentials has heard of it too. The round looks at those that cannot be asked about now. */
  private async lookAgainAt(userId: UserId): Promise<void> {
    await nextTurn();
    for (const member of this.hub.membersOf(userId)) await this.lookAgain(member).catch(() => undefined);
  }

  /** Who may see more or less than before comes again: what it may hear is decided at the door. */
  private async lookAgain({ actor, listening }: Member): Promise<void> {
    const identity = await this.credentials.identify(actor.credential, actor.origin.address);
    if (identity === null || !identity.scopes.has(LISTENING_SCOPE)) listening.sink.end('access_ended');
    else if (sightOf(identity) !== sightOf(actor)) listening.sink.end('closing');
  }
}

function sightOf({ role, memberships }: Pick<Member['actor'], 'role' | 'memberships'>): string {
  return JSON.stringify([role, memberships]);
}
