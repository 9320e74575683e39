import { matrixOf } from '../probe/colour-matrix';
import type { InputLimits } from '../input/input-limits';
import type { MediaInfo, Rational, Size } from '../probe/media-info';
import { atMost, framesPerSecond, outputRate } from './frame-rate';
import { ladderOf, shortSide, withShortSide } from './ladder';
import { planProxy } from './plan-proxy';
import {
  EXTRA_CODECS,
  type ExtraCodec,
  type RenderPlan,
  type RenditionCodec,
  type RenditionPlan,
} from './render-plan';

export interface RenderChoices {
  readonly limits: InputLimits;
  readonly canToneMap: boolean;
  readonly threads: number;
  /** Codecs beside H.264, which is always there. */
  readonly extraCodecs: readonly ExtraCodec[];
}

const SLOW_BELOW_SHORT_SIDE = 720;
const SLOW_RATE = 30;
const GROUP_SECONDS = 2;
const SAMPLE_SHORT_SIDE = 480;
const SAMPLE_EVERY_SECONDS = 1;
const STILLS = 16;
/** Beyond it a second coding costs more than anybody gains who could not take the first. */
const EXTRA_CODECS_UP_TO_SHORT_SIDE = 1080;
/** Their coders refuse smaller pictures. */
const LEAST_SIDE: Readonly<Record<ExtraCodec, number>> = { hevc: 16, av1: 64 };

/** Peak rates of H.264 at 30 frames a second, by short side; others need less for the same picture. */
const PEAK_KILOBITS: readonly (readonly [number, number])[] = [
  [2160, 16_000],
  [1440, 9_000],
  [1080, 5_000],
  [720, 2_800],
  [480, 1_200],
  [360, 700],
  [0, 400],
];
const SHARE_OF_H264: Readonly<Record<RenditionCodec, number>> = { h264: 1, hevc: 0.65, av1: 0.6 };
const FAST_RATE_FACTOR = 1.5;
const LOWEST_PEAK_KILOBITS = 150;

export function planRender(info: MediaInfo, choices: RenderChoices): RenderPlan {
  const { video, audio } = info;
  return {
    kind: info.family,
    limits: choices.limits,
    threads: choices.threads,
    toneMapFrom: choices.canToneMap ? video.colour.hdr : 'none',
    matrix: matrixOf(video),
    steadySize: video.isTurned ? null : video.coded,
    isInterlaced: video.isInterlaced,
    audioIndex: audio?.index ?? null,
    hasAudioRendition: audio !== null,
    renditions: planRenditions(info, choices.extraCodecs),
    proxy: planProxy(info, outputRate(video)),
    samples: { size: withShortSide(video.shown, SAMPLE_SHORT_SIDE), everySeconds: SAMPLE_EVERY_SECONDS },
    tap: { stills: spreadStills(expectedFrames(info)) },
  };
}

/** How many frames the source has by its own count; a claim. Frames that a list of edits leaves out are not among them. */
export function claimedFrames({ video }: MediaInfo): number | null {
  const { frameCount, durationSeconds, nominalFrameRate } = video;
  if (frameCount === null || frameCount === 0) return null;
  if (durationSeconds === null || nominalFrameRate === null) return frameCount;
  return Math.min(frameCount, Math.ceil(durationSeconds * framesPerSecond(nominalFrameRate)));
}

function expectedFrames(info: MediaInfo): number | null {
  const claimed = claimedFrames(info);
  if (claimed !== null) return claimed;
  const { video, durationSeconds } = info;
  const seconds = video.durationSeconds ?? durationSeconds;
  const rate = video.averageFrameRate ?? video.nominalFrameRate;
  return seconds === null || rate === null ? null : Math.max(1, Math.round(seconds * framesPerSecond(rate)));
}

/** Every rendition that a source of this size can have, whatever is chosen: the largest first. */
export function renditionNames(shown: Size): readonly string[] {
  return ladderOf(shown).flatMap((size) => codecsFor(size, EXTRA_CODECS).map((codec) => nameOf(size, codec)));
}

/** What every player takes first. */
function codecsFor(size: Size, extraCodecs: readonly ExtraCodec[]): readonly RenditionCodec[] {
  const side = shortSide(size);
  const isTaken = (codec: ExtraCodec): boolean =>
    side >= LEAST_SIDE[codec] && side <= EXTRA_CODECS_UP_TO_SHORT_SIDE;
  return ['h264', ...EXTRA_CODECS.filter((codec) => extraCodecs.includes(codec) && isTaken(codec))];
}

function planRenditions(
  info: MediaInfo,
  extraCodecs: RenderChoices['extraCodecs'],
): readonly RenditionPlan[] {
  const top = outputRate(info.video);
  const slow = atMost(top, SLOW_RATE);
  // Counted at the slow rate, so that a group lasts as long at both.
  const slowGroup = Math.max(1, Math.round(GROUP_SECONDS * framesPerSecond(slow)));
  const pace = (size: Size): Pick<RenditionPlan, 'frameRate' | 'groupFrames'> =>
    shortSide(size) < SLOW_BELOW_SHORT_SIDE
      ? { frameRate: slow, groupFrames: slowGroup }
      : { frameRate: top, groupFrames: slowGroup * Math.round(framesPerSecond(top) / framesPerSecond(slow)) };
  return ladderOf(info.video.shown).flatMap((size) =>
    codecsFor(size, extraCodecs).map((codec) => ({
      name: nameOf(size, codec),
      codec,
      size,
      ...pace(size),
      peakKilobits: peakKilobits(size, pace(size).frameRate, codec, info.bitRate),
    })),
  );
}

function nameOf(size: Size, codec: RenditionCodec): string {
  const height = `${String(shortSide(size))}p`;
  return codec === 'h264' ? height : `${height}-${codec}`;
}

/** Never more than the source itself has: what is not there cannot be kept. */
function peakKilobits(
  size: Size,
  rate: Rational,
  codec: RenditionCodec,
  sourceBitRate: number | null,
): number {
  const [, base = LOWEST_PEAK_KILOBITS] = PEAK_KILOBITS.find(([side]) => shortSide(size) >= side) ?? [];
  const wanted = base * SHARE_OF_H264[codec] * (framesPerSecond(rate) > SLOW_RATE + 1 ? FAST_RATE_FACTOR : 1);
  const offered = sourceBitRate === null ? Infinity : sourceBitRate / 1000;
  return Math.round(Math.max(LOWEST_PEAK_KILOBITS, Math.min(wanted, offered)));
}

/** The middle of each sixteenth; of a video of unknown length, its first frames at growing distances. */
function spreadStills(frames: number | null): readonly number[] {
  const numbers = Array.from({ length: STILLS }, (_, index) =>
    frames === null ? index ** 3 : Math.floor((frames * (index + 0.5)) / STILLS),
  );
  return [...new Set(numbers)];
}
