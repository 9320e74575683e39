import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { asId, type UserId } from '#kernel/id';
import { LiveSessions } from '#modules/auth';
import { Draining } from '#platform/http/server/draining';
import { FactFeed } from '#platform/outbox/fact-feed';
import { Rounds } from '#platform/process/rounds';
import { EventHub } from './event-hub';
import type { Member } from './member';

const HEARTBEAT_EVERY_MS = 25_000;
/** Sessions also end by themselves, of which no fact tells. */
const SESSIONS_EVERY_MS = 30_000;

/** Keeps streams alive for as long as their listeners may listen, and lets go of them before the process ends. */
@Injectable()
export class StreamUpkeep implements OnModuleInit {
  constructor(
    private readonly hub: EventHub,
    private readonly sessions: LiveSessions,
    private readonly facts: FactFeed,
    private readonly rounds: Rounds,
    private readonly draining: Draining,
  ) {}

  onModuleInit(): void {
    this.rounds.add(
      { name: 'heartbeat', everyMs: HEARTBEAT_EVERY_MS, work: () => this.giveSignsOfLife() },
      { name: 'listening-sessions', everyMs: SESSIONS_EVERY_MS, work: () => this.endWithSessions() },
    );
    this.facts.onFact(({ type, ownerId }) => {
      if (ownerId !== null && /^(session|user)\./.test(type)) void this.lookAgainAt(asId(ownerId));
    });
    this.draining.onClosing(() => void this.hub.forEach(({ listening }) => listening.sink.end('closing')));
  }

  private giveSignsOfLife(): Promise<void> {
    return this.hub.forEach(({ listening }) => listening.sink.giveSignOfLife());
  }

  private async endWithSessions(): Promise<void> {
    const listening = this.hub.all();
    if (listening.length === 0) return;
    const sessionIds = [...new Set(listening.map(({ actor }) => actor.sessionId))];
    const ended = new Set(await this.sessions.endedAmong(sessionIds));
    for (const member of listening)
      if (ended.has(member.actor.sessionId)) member.listening.sink.end('access_ended');
  }

  /** After whoever remembers sessions has heard of it too. The round looks at those that cannot be asked about now. */
  private async lookAgainAt(userId: UserId): Promise<void> {
    await nextTurn();
    for (const member of this.hub.membersOf(userId)) await this.lookAgain(member).catch(() => undefined);
  }

  /** Who may see more or less than before comes again: what it may hear is decided at the door. */
  private async lookAgain({ actor, listening }: Member): Promise<void> {
    const identity = await this.sessions.identify(actor.sessionId);
    if (identity === null) listening.sink.end('access_ended');
    else if (sightOf(identity) !== sightOf(actor)) listening.sink.end('closing');
  }
}

function sightOf({ role, memberships }: Pick<Member['actor'], 'role' | 'memberships'>): string {
  return JSON.stringify([role, memberships]);
}
