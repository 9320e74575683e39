import { newId } from '#kernel/id';
import type { VideoEvent } from '../domain/video-event';
import { frameOf } from './frames';

const event = (change: Partial<VideoEvent>): VideoEvent => ({
  position: 7,
  type: 'video.completed',
  videoId: newId(),
  ownerId: newId(),
  occurredAt: '2026-11-20T12:00:00.000Z',
  data: {},
  ...change,
});
const linesOf = (change: Partial<VideoEvent>) => frameOf(event(change)).toString().split('\n');

describe('the frame of an event', () => {
  it('has id, type, one line of data, and an end', () => {
    const [id, type, data, ...rest] = linesOf({ data: { version: 2 } });
    expect([id, type, rest]).toEqual(['id: 7', 'event: video.completed', ['', '']]);
    expect(JSON.parse(data!.slice('data: '.length))).toMatchObject({
      id: '7',
      type: 'video.completed',
      occurred_at: '2026-11-20T12:00:00.000Z',
      data: { version: 2 },
    });
  });

  it('leaves the last id of its reader alone when it has none', () => {
    expect(linesOf({ position: null, type: 'progress' })[0]).toBe('event: progress');
  });

  it.each(['\n\ndata: {"forged":true}\n\n', '\r\nevent: forged\r\n', '\r', '\u2028', '\u0000'])(
    'is one event, whatever stands in it: %j',
    (text) => {
      const lines = frameOf(event({ data: { text } }))
        .toString()
        .split(/\r\n|\r|\n/);
      expect(lines).toHaveLength(5);
      expect(lines.filter((line) => line.startsWith('event:'))).toEqual(['event: video.completed']);
    },
  );

  it('does not say whose the video is', () => {
    const told = event({});
    expect(frameOf(told).toString()).not.toContain(told.ownerId);
  });
});
