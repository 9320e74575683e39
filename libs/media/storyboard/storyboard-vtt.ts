import type { StoryboardPlan } from './storyboard-plan';

/** WebVTT whose cues point at tiles: what players show above their time line. */
export function storyboardVtt(
  { tile, columns, rows, tiles, intervalSeconds }: Omit<StoryboardPlan, 'everySamples'>,
  durationSeconds: number,
  linkToSheet: (sheet: number) => string,
): string {
  const cues = Array.from({ length: tiles }, (_, index) => {
    const place = index % (columns * rows);
    const x = (place % columns) * tile.width;
    const y = Math.floor(place / columns) * tile.height;
    const start = index * intervalSeconds;
    const end = index === tiles - 1 ? Math.max(durationSeconds, start + 0.001) : start + intervalSeconds;
    const area = [x, y, tile.width, tile.height].map(String).join(',');
    return `${clock(start)} --> ${clock(end)}\n${linkToSheet(Math.floor(index / (columns * rows)))}#xywh=${area}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  return [
    part(milliseconds / 3_600_000, 2),
    part((milliseconds / 60_000) % 60, 2),
    `${part((milliseconds / 1000) % 60, 2)}.${part(milliseconds % 1000, 3)}`,
  ].join(':');
}
