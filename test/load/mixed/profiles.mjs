/**
 * Rates over time, as multiples of the rate that is asked for: each stage goes evenly from where the one before ended to its own,
 * and one of no length jumps. Thresholds hold for what is due in a judged stage. In the others more may be asked than there is
 * room for: there every answer is the expected one, or a 503 that says when to come again, however long it takes.
 */
export const PROFILES = {
  smoke: { start: 0.1, stages: [{ seconds: 8, to: 0.1, isJudged: true }] },
  load: {
    start: 0.2,
    stages: [
      { seconds: 5, to: 1, isJudged: true },
      { seconds: 20, to: 1, isJudged: true },
    ],
  },
  stress: {
    start: 1,
    stages: [
      { seconds: 4, to: 1.25 },
      { seconds: 4, to: 1.5 },
      { seconds: 4, to: 2 },
      { seconds: 0, to: 0.25 },
      { seconds: 7, to: 0.25 },
      { seconds: 6, to: 0.5, isJudged: true },
    ],
  },
  spike: {
    start: 0.5,
    stages: [
      { seconds: 3, to: 0.5 },
      { seconds: 1, to: 3 },
      { seconds: 2, to: 3 },
      { seconds: 0, to: 0.25 },
      { seconds: 7, to: 0.25 },
      { seconds: 6, to: 0.5, isJudged: true },
    ],
  },
};

export function stretched({ start, stages }, factor) {
  return { start, stages: stages.map((stage) => ({ ...stage, seconds: stage.seconds * factor })) };
}

/** When requests are due, in milliseconds from the start, and whether each is judged. */
export function* arrivals({ start, stages }, perSecond) {
  let [now, from, owed] = [0, start, 0];
  for (const { seconds, to, isJudged = false } of stages) {
    const length = Math.round(seconds * 1000);
    for (let past = 0; past < length; past += 1, now += 1) {
      owed += (perSecond * (from + ((to - from) * past) / length)) / 1000;
      for (; owed >= 1; owed -= 1) yield { atMs: now, isJudged };
    }
    from = to;
  }
}

/** Whether what is due at that moment is judged. */
export function isJudgedAt({ stages }, atMs) {
  let end = 0;
  const stage = stages.find(({ seconds }) => (end += seconds * 1000) > atMs);
  return (stage ?? stages.at(-1)).isJudged === true;
}
