import { setTimeout as pause } from 'node:timers/promises';
import { arrivals } from './profiles.mjs';

/**
 * Something at every moment that it is due, whatever becomes of what was due before: `act` is told its turn, the moment and
 * whether it is judged. Counting from that moment shows a server that stands still in everybody who came meanwhile.
 */
export async function openLoop(profile, perSecond, act) {
  const startedAt = performance.now();
  const underWay = [];
  for (const { atMs, isJudged } of arrivals(profile, perSecond)) {
    const dueAt = startedAt + atMs;
    const early = dueAt - performance.now();
    if (early > 0) await pause(early);
    underWay.push(act({ turn: underWay.length, dueAt, isJudged }));
  }
  await Promise.all(underWay);
}

/** As fast as answers come, with so many waiting for theirs. Answers how many a second that was. */
export async function closedLoop({ seconds, atOnce }, act) {
  const startedAt = performance.now();
  let turn = 0;
  const one = async () => {
    while (performance.now() - startedAt < seconds * 1000)
      await act({ turn: turn++, dueAt: performance.now(), isJudged: true });
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return turn / ((performance.now() - startedAt) / 1000);
}
