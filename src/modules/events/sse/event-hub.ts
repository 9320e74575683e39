import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { UserId } from '#kernel/id';
import { TooManyEventStreams } from '../domain/events.errors';
import type { VideoEvent } from '../domain/video-event';
import { EventsConfig } from '../events.config';
import { Audience, type Listening } from '../ports/audience';
import { mustBeLookedUp, Sights } from '../queries/sights';
import { Member } from './member';
import { Members } from './members';

/** So many are told before the process does something else. */
const TOLD_IN_A_TURN = 200;

/** Everybody who listens at this process, told one thing after the other. */
@Injectable()
export class EventHub extends Audience {
  private readonly members = new Members();
  private readonly waiting: VideoEvent[] = [];
  private isTelling = false;

  constructor(
    private readonly config: EventsConfig,
    private readonly sights: Sights,
  ) {
    super();
  }

  get size(): number {
    return this.members.size;
  }

  join(listening: Listening): Member {
    if (this.members.countOf(listening.actor.userId) >= this.config.streamsPerUser)
      throw TooManyEventStreams(undefined, { retryAfterSeconds: 30 });
    const member = new Member(listening);
    this.members.add(member);
    listening.sink.onceClosed(() => this.members.remove(member));
    return member;
  }

  tell(event: VideoEvent): void {
    this.waiting.push(event);
    if (!this.isTelling) void this.tellWaiting();
  }

  all(): readonly Member[] {
    return this.members.all();
  }

  membersOf(userId: UserId): readonly Member[] {
    return this.members.of(userId);
  }

  /** In slices, so that ten thousand listeners hold up no request. */
  async forEach(work: (member: Member) => void, members = this.members.all()): Promise<void> {
    for (const [index, member] of members.entries()) {
      work(member);
      if ((index + 1) % TOLD_IN_A_TURN === 0) await nextTurn();
    }
  }

  private async tellWaiting(): Promise<void> {
    this.isTelling = true;
    for (let event = this.waiting.shift(); event !== undefined; event = this.waiting.shift()) {
      await this.tellNow(event, this.members.near(event));
    }
    this.isTelling = false;
  }

  /** The indexes that found these members only spare asking everybody. Who needs no look is told first. */
  private async tellNow(event: VideoEvent, near: readonly Member[]): Promise<void> {
    const isUnclear = ({ actor }: Member): boolean => mustBeLookedUp(actor, event);
    const unclear = near.filter(isUnclear);
    await this.tellThose(
      near.filter((member) => !isUnclear(member)),
      event,
    );
    if (unclear.length === 0) return;
    try {
      await this.sights.look(
        unclear.map(({ actor }) => actor),
        [event],
      );
      await this.tellThose(unclear, event);
    } catch {
      // The record is away: who cannot be told now comes again, and is told what it missed.
      for (const { listening } of unclear) listening.sink.end('closing');
    }
  }

  private tellThose(members: readonly Member[], event: VideoEvent): Promise<void> {
    return this.forEach((member) => {
      if (this.sights.shows(member.actor, event)) member.hear(event);
    }, members);
  }
}
