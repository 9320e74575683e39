import { MediaError } from '../media-error';
import type { MediaInfo } from '../probe/media-info';
import { framesPerSecond } from './frame-rate';
import type { MadeRendition, Rendered } from './rendered';

/** The rounding of a grid of frames, at both ends. */
const FRAMES_OFF = 3;
const SHARE_OFF = 0.02;
const SECONDS_OFF = 0.001;

/**
 * An exit code proves nothing. Every rendition has the frames that its time asks for, begins at 0, and has its keyframes where
 * the others have theirs, or none of them counts.
 */
export function checkRendered(
  { renditions, tap }: Pick<Rendered, 'renditions' | 'tap'>,
  info: MediaInfo,
): void {
  const [first] = renditions;
  if (first === undefined) return;
  for (const rendition of renditions) {
    checkBeginning(rendition);
    checkAlignment(first, rendition);
  }
  if (tap !== null) checkFrames(first, tap.timesSeconds, info);
}

function checkBeginning({ plan, track }: MadeRendition): void {
  const isSound =
    track.fragments[0]?.startTicks === 0 && track.fragments.every((each) => each.beginsWithKeyframe);
  if (!isSound) throw new MediaError('bad_output', { detail: `${plan.name} does not begin as it should` });
}

function checkAlignment(first: MadeRendition, other: MadeRendition): void {
  const [one, two] = [first, other].map(({ track }) =>
    track.fragments.map(({ startTicks }) => startTicks / track.timescale),
  );
  const isAligned =
    one?.length === two?.length &&
    one?.every((time, index) => Math.abs(time - (two?.[index] ?? NaN)) < SECONDS_OFF);
  if (!isAligned)
    throw new MediaError('bad_output', {
      detail: `keyframes of ${first.plan.name} and ${other.plan.name} differ`,
    });
}

/** Up to the last frame at least, and at most as long as that one may be shown. */
function checkFrames(
  { plan, frames }: MadeRendition,
  timesSeconds: readonly number[],
  { video, durationSeconds }: MediaInfo,
): void {
  const last = timesSeconds.at(-1);
  if (last === undefined) throw new MediaError('no_frame');
  const end = Math.max(last, video.durationSeconds ?? durationSeconds ?? 0);
  const until = (time: number) => Math.max(0, time) * framesPerSecond(plan.frameRate) + 1;
  const [least, most] = [until(last), until(end)];
  if (frames >= least - allowance(least) && frames <= most + allowance(most)) return;
  const detail = `${plan.name} has ${String(frames)} frames instead of ${least.toFixed(0)} to ${most.toFixed(0)}`;
  throw new MediaError('bad_output', { detail });
}

function allowance(frames: number): number {
  return Math.max(FRAMES_OFF, frames * SHARE_OFF);
}
