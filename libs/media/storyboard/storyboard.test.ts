import { planStoryboard, sheetsOf } from './storyboard-plan';
import { storyboardVtt } from './storyboard-vtt';

const size = { width: 854, height: 480 };

describe('a storyboard', () => {
  it.each([
    [1, { columns: 1, rows: 1, tiles: 1, intervalSeconds: 1 }, 1],
    [60, { columns: 10, rows: 6, tiles: 60, intervalSeconds: 1 }, 1],
    [720, { columns: 10, rows: 10, tiles: 720, intervalSeconds: 1 }, 8],
    [7_200, { columns: 10, rows: 10, tiles: 720, intervalSeconds: 10 }, 8],
    [43_200, { columns: 10, rows: 10, tiles: 720, intervalSeconds: 60 }, 8],
  ])('of %i samples', (count, plan, sheets) => {
    const planned = planStoryboard({ size, count, everySeconds: 1 });
    expect(planned).toMatchObject({ tile: { width: 160, height: 90 }, ...plan });
    expect(sheetsOf(planned)).toBe(sheets);
  });

  it('has upright tiles of an upright video', () => {
    const { tile } = planStoryboard({ size: { width: 480, height: 854 }, count: 3, everySeconds: 1 });
    expect(tile).toEqual({ width: 90, height: 160 });
  });

  it('points at its tiles, the last until the end', () => {
    const plan = planStoryboard({ size, count: 101, everySeconds: 1 });
    const vtt = storyboardVtt(plan, 101.5, (sheet) => `sheet-${String(sheet)}.jpg?sig=1`);
    expect(vtt).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:01\.000\nsheet-0\.jpg\?sig=1#xywh=0,0,160,90\n/);
    expect(vtt).toContain('00:00:11.000 --> 00:00:12.000\nsheet-0.jpg?sig=1#xywh=160,90,160,90\n');
    expect(vtt).toContain('00:01:40.000 --> 00:01:41.500\nsheet-1.jpg?sig=1#xywh=0,0,160,90\n');
  });
});
