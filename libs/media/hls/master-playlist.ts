import type { Size } from '../probe/media-info';
import type { HlsSegment } from './hls-track';

export interface TrackRates {
  readonly peakBitRate: number;
  readonly averageBitRate: number;
}

export interface Variant extends TrackRates {
  readonly codec: string;
  readonly size: Size;
  readonly framesPerSecond: number;
  readonly link: string;
}

export interface SoundTrack extends TrackRates {
  readonly codec: string;
  readonly link: string;
}

const SOUND_GROUP = 'sound';
/** A last piece of a few frames says nothing about a rate. */
const SHORT_SECONDS = 1;

/** What a track takes of a line, measured and not promised. */
export function ratesOf(segments: readonly HlsSegment[]): TrackRates {
  const bits = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes * 8, 0);
  const seconds = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const average = seconds > 0 ? bits / seconds : bits;
  const peaks = segments
    .filter(({ durationSeconds }) => durationSeconds >= SHORT_SECONDS)
    .map(({ sizeBytes, durationSeconds }) => (sizeBytes * 8) / durationSeconds);
  return { peakBitRate: Math.ceil(Math.max(average, ...peaks)), averageBitRate: Math.ceil(average) };
}

/** The list that a player chooses from, the best first. */
export function masterPlaylist(variants: readonly Variant[], sound: SoundTrack | null): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(sound === null
      ? []
      : [
          `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${SOUND_GROUP}",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${sound.link}"`,
        ]),
    ...variants.flatMap((variant) => [`#EXT-X-STREAM-INF:${attributes(variant, sound)}`, variant.link]),
    '',
  ].join('\n');
}

function attributes(variant: Variant, sound: SoundTrack | null): string {
  const codecs = [variant.codec, ...(sound === null ? [] : [sound.codec])];
  return [
    `BANDWIDTH=${String(variant.peakBitRate + (sound?.peakBitRate ?? 0))}`,
    `AVERAGE-BANDWIDTH=${String(variant.averageBitRate + (sound?.averageBitRate ?? 0))}`,
    `CODECS="${codecs.join(',')}"`,
    `RESOLUTION=${String(variant.size.width)}x${String(variant.size.height)}`,
    `FRAME-RATE=${variant.framesPerSecond.toFixed(3)}`,
    'VIDEO-RANGE=SDR',
    ...(sound === null ? [] : [`AUDIO="${SOUND_GROUP}"`]),
  ].join(',');
}
