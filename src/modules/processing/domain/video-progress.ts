import type { RunView } from './run';
import type { StepError, StepState } from './step';
import type { StepView } from './step-view';

export const STAGES = ['queued', 'ingest', 'thumbnail', 'render', 'publish', 'completed', 'failed'] as const;
export type Stage = (typeof STAGES)[number];

export interface VideoProgress {
  /** From 0 to 100; 100 when it is published, and never before. */
  readonly progress: number;
  /** A sentence. */
  readonly status: string;
  readonly stage: Stage;
  readonly secondsRemaining: number | null;
  readonly error: StepError | null;
}

interface StagePlan {
  readonly stage: Stage;
  /** Its share of the work, next to those of the other steps of the same run. */
  readonly weight: number;
  readonly status: string;
}

const PUBLISHING = 'Publishing the video.';

/** Steps that are not here (detection) do not count: a video never waits for them. */
const STAGE_PLANS: Readonly<Partial<Record<string, StagePlan>>> = {
  ingest: { stage: 'ingest', weight: 10, status: 'Reading and checking the file.' },
  thumbnail: { stage: 'thumbnail', weight: 5, status: 'Choosing a picture.' },
  render: { stage: 'render', weight: 80, status: 'Making the versions for playback.' },
  publish: { stage: 'publish', weight: 5, status: PUBLISHING },
  'add-renditions': { stage: 'render', weight: 80, status: 'Making more versions for playback.' },
  'publish-additions': { stage: 'publish', weight: 5, status: PUBLISHING },
};

const FURTHEST_UNPUBLISHED = 99;
/** With less done, the rate says nothing yet. */
const TELLING_FRACTION = 0.03;
const AHEAD: readonly StepState[] = ['due', 'offered', 'running'];

export interface VideoOutline {
  readonly status: 'pending' | 'processing' | 'completed' | 'failed';
  readonly error: StepError | null;
}

/**
 * One value for the video over all the steps of its run. Monotone within a run, because no step ever loses what an attempt
 * of it reached, and because a run is planned whole: steps that came later would make all the others count for less.
 */
export function progressOf(video: VideoOutline, run: RunView | null, now: Date): VideoProgress {
  const { status, error } = video;
  if (status === 'completed') return completed(error);
  const steps = countedSteps(run);
  const fraction = fractionOf(steps);
  const progress = Math.min(FURTHEST_UNPUBLISHED, Math.floor(fraction * 100));
  if (status === 'failed')
    return { progress, status: endOf('Processing', error), stage: 'failed', secondsRemaining: null, error };
  if (!hasBegun(steps)) {
    const waiting =
      status === 'pending' ? 'Waiting for the upload to be completed.' : 'Waiting for a worker.';
    return { progress, status: waiting, stage: 'queued', secondsRemaining: null, error: null };
  }
  return { progress, ...stageOf(steps), secondsRemaining: remaining(steps, fraction, now), error: null };
}

function stageOf(steps: readonly StepView[]): Pick<VideoProgress, 'stage' | 'status'> {
  const current = currentStep(steps);
  if (current === undefined) return { stage: 'publish', status: PUBLISHING };
  return { stage: STAGE_PLANS[current.name]?.stage ?? 'publish', status: statusOf(current) };
}

function completed(error: StepError | null): VideoProgress {
  const again = error === null ? '.' : `; ${endOf('processing it again', error)}`;
  const status = `The video is ready${again}`;
  return { progress: 100, status, stage: 'completed', secondsRemaining: 0, error };
}

function endOf(what: string, error: StepError | null): string {
  return `${what} ${error?.code === 'CANCELLED' ? 'was cancelled' : 'failed'}.`;
}

function countedSteps(run: RunView | null): readonly StepView[] {
  return (run?.steps ?? []).filter(({ name }) => STAGE_PLANS[name] !== undefined);
}

/** Several parts of one name share its weight. */
function fractionOf(steps: readonly StepView[]): number {
  let whole = 0;
  let reached = 0;
  for (const { name, progress } of steps) {
    const parts = steps.filter((other) => other.name === name).length;
    const share = (STAGE_PLANS[name]?.weight ?? 0) / parts;
    whole += share;
    reached += share * progress;
  }
  return whole === 0 ? 0 : reached / whole;
}

function hasBegun(steps: readonly StepView[]): boolean {
  return steps.some(({ startedAt, state }) => startedAt !== null || state === 'done');
}

/** Of several at once the one with the most to do, and what is in work before what waits for it. */
function currentStep(steps: readonly StepView[]): StepView | undefined {
  const ahead = steps.filter(({ state }) => AHEAD.includes(state));
  const running = ahead.filter(({ state }) => state === 'running');
  const candidates = running.length > 0 ? running : ahead;
  return [...candidates].sort((one, other) => weightOf(other) - weightOf(one))[0];
}

function weightOf({ name }: StepView): number {
  return STAGE_PLANS[name]?.weight ?? 0;
}

function statusOf({ name, state, error }: StepView): string {
  if (state !== 'running' && error !== null) return `Waiting to try again: ${error.message}`;
  return STAGE_PLANS[name]?.status ?? PUBLISHING;
}

/** At the rate so far, of the time in which anything was in work: how long it waited for workers foretells nothing. */
function remaining(steps: readonly StepView[], fraction: number, now: Date): number | null {
  if (fraction < TELLING_FRACTION) return null;
  const seconds = busySeconds(steps, now);
  return seconds === 0 ? null : Math.round((seconds * (1 - fraction)) / fraction);
}

/** Times in which several steps were in work count once. */
function busySeconds(steps: readonly StepView[], now: Date): number {
  const spells = steps
    .flatMap(({ startedAt, finishedAt, state }) =>
      startedAt !== null && (state === 'running' || state === 'done')
        ? [[startedAt.getTime(), (finishedAt ?? now).getTime()] as const]
        : [],
    )
    .sort(([one], [other]) => one - other);
  let [busyMs, until] = [0, 0];
  for (const [from, to] of spells) {
    busyMs += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return busyMs / 1000;
}
