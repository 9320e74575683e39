import { EVERY_SCOPE } from '#kernel/actor';
import { asId } from '#kernel/id';
import type { VideoEvent } from '../domain/video-event';
import { EventSink } from '../ports/event-sink';
import { Member } from './member';

class Heard extends EventSink {
  readonly positions: (number | null)[] = [];
  ended: string | null = null;

  override open(): void {}

  override push({ position }: VideoEvent): void {
    this.positions.push(position);
  }

  override resync(): void {}

  override giveSignOfLife(): void {}

  override end(reason: string): void {
    this.ended = reason;
  }

  override taken(): Promise<void> {
    return Promise.resolve();
  }

  override onceClosed(): void {}
}

const VIDEO = asId<'video'>('video');

function event(position: number | null, videoId = VIDEO): VideoEvent {
  return {
    position,
    type: 'video.updated',
    videoId,
    ownerId: asId<'user'>('owner'),
    occurredAt: '2026-11-21T12:00:00Z',
    data: {},
  };
}

describe('one that listens', () => {
  const setUp = ({ videoId = null as typeof VIDEO | null } = {}) => {
    const sink = new Heard();
    const actor = {
      kind: 'user' as const,
      userId: asId<'user'>('owner'),
      credential: { kind: 'session' as const, id: asId<'session'>('session') },
      role: 'user' as const,
      memberships: [],
      scopes: EVERY_SCOPE,
      origin: { address: '127.0.0.1', requestId: 'request' },
    };
    return { sink, member: new Member({ actor, videoId, sink }) };
  };

  it('is told what happened while it heard what it missed, but for what that was', () => {
    const { sink, member } = setUp();
    for (const position of [4, 5, null, 6]) member.hear(event(position));
    expect(sink.positions).toEqual([]);
    member.goLive(5);
    expect(sink.positions).toEqual([null, 6]);
  });

  it('is not told again what it missed, when news of that comes late', () => {
    const { sink, member } = setUp();
    member.goLive(5);
    for (const position of [4, 5, 6, null, 7]) member.hear(event(position));
    expect(sink.positions).toEqual([6, null, 7]);
  });

  it('hears of its video alone', () => {
    const { sink, member } = setUp({ videoId: VIDEO });
    member.goLive(0);
    for (const one of [event(1), event(2, asId<'video'>('other')), event(3)]) member.hear(one);
    expect(sink.positions).toEqual([1, 3]);
  });

  it('is sent away where it would have to be told more than a thousand things', () => {
    const { sink, member } = setUp();
    for (let position = 1; position <= 1_000; position += 1) member.hear(event(position));
    expect(sink.ended).toBeNull();
    member.hear(event(1_001));
    expect(sink.ended).toBe('too_slow');
  });
});
