import type { MediaInfo, Rational } from '../probe/media-info';
import { framesPerSecond } from './frame-rate';
import { withShortSide } from './ladder';
import type { ProxyPlan } from './render-plan';

const SHORT_SIDE = 480;
const RATE: Rational = { numerator: 10, denominator: 1 };
/** Of the original's bytes: a ceiling of 15 % with room for what a container adds. */
const SHARE_OF_SOURCE = 0.13;
const PICTURE_KILOBITS = { least: 40, most: 1_200 };
const SOUND_KILOBITS = { least: 16, most: 48 };
const SOUND_SHARE = 0.2;

/** Small enough to be kept beside every original; never more frames than the video has. */
export function planProxy(info: MediaInfo, outputRate: Rational): ProxyPlan {
  const total = kilobitsOf(info) * SHARE_OF_SOURCE;
  const audioKilobits = info.audio === null ? 0 : within(SOUND_KILOBITS, total * SOUND_SHARE);
  return {
    size: withShortSide(info.video.shown, SHORT_SIDE),
    frameRate: framesPerSecond(outputRate) < framesPerSecond(RATE) ? outputRate : RATE,
    peakKilobits: within(PICTURE_KILOBITS, total - audioKilobits),
    audioKilobits,
  };
}

function kilobitsOf({ sizeBytes, durationSeconds, bitRate }: MediaInfo): number {
  if (durationSeconds !== null && durationSeconds > 0) return (sizeBytes * 8) / durationSeconds / 1000;
  return (bitRate ?? Infinity) / 1000;
}

function within({ least, most }: { least: number; most: number }, wanted: number): number {
  return Math.round(Math.min(most, Math.max(least, wanted)));
}
