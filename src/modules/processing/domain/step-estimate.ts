import type { StepView } from './step-view';

/** What is known of the line in which steps wait, and of how long their like took lately. */
export interface LineFacts {
  readonly now: Date;
  /** How many steps go before one, for those that are in the line. */
  readonly ahead: ReadonlyMap<string, number>;
  /** By name of step. */
  readonly typicalSeconds: ReadonlyMap<string, number>;
  /** Steps that all workers together do at once. */
  readonly slots: number;
}

const TELLING_FRACTION = 0.05;

/** In how many seconds each step of a run will be done, as far as that can be told; ends take no time any more. */
export function estimateSteps(
  steps: readonly StepView[],
  line: LineFacts,
): ReadonlyMap<string, number | null> {
  const known = new Map<string, number | null>();
  const estimate = (step: StepView): number | null => {
    if (!known.has(step.id)) known.set(step.id, secondsOf(step, steps, line, estimate));
    return known.get(step.id) ?? null;
  };
  for (const step of steps) estimate(step);
  return known;
}

function secondsOf(
  step: StepView,
  steps: readonly StepView[],
  { now, ahead, typicalSeconds, slots }: LineFacts,
  estimate: (step: StepView) => number | null,
): number | null {
  const typical = typicalSeconds.get(step.name) ?? null;
  if (step.state === 'running') return ofRunning(step, typical, now);
  if (typical === null) return null;
  if (step.state === 'due' || step.state === 'offered') {
    const delay = Math.max(0, (step.dueAt.getTime() - now.getTime()) / 1000);
    // Whoever is ahead takes as long as this one, for want of a better guess.
    return delay + typical * (1 + (ahead.get(step.id) ?? 0) / Math.max(1, slots));
  }
  if (step.state !== 'waiting') return null;
  const before = steps
    .filter(({ name, state }) => step.needs.includes(name) && state !== 'done')
    .map(estimate);
  return before.includes(null) ? null : Math.max(0, ...(before as number[])) + typical;
}

/** By its own rate once there is one. */
function ofRunning({ startedAt, progress }: StepView, typical: number | null, now: Date): number | null {
  const elapsed = startedAt === null ? 0 : (now.getTime() - startedAt.getTime()) / 1000;
  if (progress >= TELLING_FRACTION) return (elapsed * (1 - progress)) / progress;
  return typical === null ? null : Math.max(0, typical - elapsed);
}
