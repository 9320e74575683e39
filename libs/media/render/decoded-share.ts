import { secondsOf } from '../fragments/read-fragments';
import { MediaError } from '../media-error';
import type { MediaInfo } from '../probe/media-info';
import { framesPerSecond } from './frame-rate';
import { claimedFrames } from './plan-render';
import type { RenderedPart } from './rendered-parts';

const LEAST_SHARE = 0.5;

/**
 * How much of a source was there. Who counts its frames is held to the count: where half of them is lost, the rest is no video
 * any more. Others say how long they last, and are held to that; as they may say it wrongly, nothing is refused for it.
 */
export function decodedShare(info: MediaInfo, { tap, audio }: RenderedPart): number {
  const times = tap?.timesSeconds ?? [];
  if (times.length === 0) return 1;
  const claimed = claimedFrames(info);
  if (claimed === null) return Math.min(1, shareOfTime(info, times, audio));
  const share = Math.min(1, times.length / claimed);
  if (share < LEAST_SHARE) {
    throw new MediaError('damaged', { detail: `${String(times.length)} of ${String(claimed)} frames` });
  }
  return share;
}

function shareOfTime(info: MediaInfo, times: readonly number[], audio: RenderedPart['audio']): number {
  const seen = endOfPicture(info, times);
  // Matroska says of a stream, too, when it ends and not how long it lasts.
  const start = info.family === 'matroska' ? Math.max(0, info.startSeconds ?? 0) : 0;
  if (info.video.durationSeconds !== null) return seen / (info.video.durationSeconds - start);
  if (info.durationSeconds === null) return 1;
  return Math.max(seen, audio === null ? 0 : secondsOf(audio.track)) / info.durationSeconds;
}

/** The last frame is taken to last as long as the others do. */
function endOfPicture({ video }: MediaInfo, times: readonly number[]): number {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const rate = video.averageFrameRate ?? video.nominalFrameRate;
  const step = times.length > 1 ? (last - first) / (times.length - 1) : rate && 1 / framesPerSecond(rate);
  return last + (step ?? 0);
}
