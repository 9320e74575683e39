import { wholeArgument } from '../input/argument';
import { DECODING_RESTRICTIONS, INPUT_ARGUMENTS, inputRestrictions } from '../input/input-arguments';
import { AUDIO_PAD, filterGraph, PROXY_AUDIO_PAD, STILLS_PAD, TAP_PAD } from './filter-graph';
import { AUDIO_NAME, PROXY_NAME, renditionName, SAMPLES_NAME, STILL_PATTERN, TAP_NAME } from './output-names';
import { PROXY_PAD, renditionPad, SAMPLES_PAD } from './picture-tree';
import type { ProxyPlan, RenderPlan, RenditionPlan } from './render-plan';

const AUDIO_KILOBITS = 128;
const PROXY_GROUP_FRAMES = 100;
/** About quality 85 and 92 of other encoders. */
const SAMPLE_QUALITY = '3';
const STILL_QUALITY = '2';
/** Fragments that stand for themselves; players take decode times for granted, so presentation starts at 0, too. */
const FRAGMENTED = '+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer';
const SOUND_FRAGMENT_MICROSECONDS = 4_000_000;

/** The whole command line of one decode: ladder, sound, proxy, samples, tap. The largest rendition is what `frame=` counts. */
export function renderArguments(plan: RenderPlan): readonly string[] {
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-nostats', '-y'],
    ...['-progress', 'pipe:3', '-stats_period', '0.25'],
    ...(isSparing(plan) ? ['-filter_complex_threads', '1', '-threads', '1'] : []),
    ...DECODING_RESTRICTIONS,
    ...inputRestrictions(plan.kind, plan.limits),
    // The graph goes on when frames of another size come: what it began would be lost.
    ...(plan.steadySize === null ? [] : ['-noautorotate', '-reinit_filter', '0']),
    ...INPUT_ARGUMENTS,
    ...['-filter_complex', filterGraph(plan)],
    ...plan.renditions.flatMap((rendition, index) => renditionOutput(plan, rendition, index)),
    ...audioOutput(plan),
    ...(plan.proxy === null ? [] : proxyOutput(plan, plan.proxy)),
    ...(plan.samples === null
      ? []
      : picturesOutput(plan, SAMPLES_PAD, SAMPLE_QUALITY, ['mjpeg', SAMPLES_NAME])),
    ...(plan.tap === null ? [] : tapOutputs(plan)),
  ];
}

/** Nothing of a stranger's words goes on; no output waits for another for long. */
const OWN: readonly string[] = [
  '-map_metadata',
  '-1',
  '-map_chapters',
  '-1',
  '-max_muxing_queue_size',
  '4096',
];
const AS_FILTERED: readonly string[] = ['-fps_mode', 'passthrough'];

function renditionOutput(plan: RenderPlan, rendition: RenditionPlan, index: number): readonly string[] {
  return [
    ...['-map', `[${renditionPad(index)}]`, ...OWN, ...AS_FILTERED],
    ...coding(rendition, isSparing(plan)),
    ...['-threads:v', wholeArgument(plan.threads)],
    ...['-avoid_negative_ts', 'disabled', '-movflags', `+frag_keyframe${FRAGMENTED}`],
    ...['-f', 'mp4', renditionName(index)],
  ];
}

function coding({ codec, groupFrames, peakKilobits }: RenditionPlan, sparing: boolean): readonly string[] {
  const group = wholeArgument(groupFrames);
  const bounds = ['-maxrate', kilobits(peakKilobits), '-bufsize', kilobits(2 * peakKilobits)];
  switch (codec) {
    case 'h264':
      return [
        ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-crf', '22', ...bounds],
        ...['-g', group, '-keyint_min', group, '-sc_threshold', '0', '-flags', '+cgop'],
      ];
    case 'hevc':
      return [
        ...[
          '-c:v',
          'libx265',
          '-preset',
          'superfast',
          '-crf',
          '25',
          ...bounds,
          '-tag:v',
          'hvc1',
          '-g',
          group,
        ],
        ...['-x265-params', `min-keyint=${group}:scenecut=0:open-gop=0:log-level=error`],
      ];
    case 'av1':
      return [
        ...['-c:v', 'libsvtav1', '-preset', '10', '-crf', '35', ...bounds, '-g', group],
        ...['-svtav1-params', `scd=0:irefresh-type=2${sparing ? ':lp=1' : ''}`],
      ];
    default:
      throw new RangeError('no such codec');
  }
}

function audioOutput({ audioIndex, hasAudioRendition }: RenderPlan): readonly string[] {
  if (audioIndex === null || !hasAudioRendition) return [];
  return [
    ...['-map', `[${AUDIO_PAD}]`, ...OWN, '-c:a', 'aac', '-b:a', kilobits(AUDIO_KILOBITS)],
    ...['-movflags', FRAGMENTED, '-frag_duration', wholeArgument(SOUND_FRAGMENT_MICROSECONDS)],
    ...['-f', 'mp4', AUDIO_NAME],
  ];
}

function proxyOutput({ audioIndex, threads }: RenderPlan, proxy: ProxyPlan): readonly string[] {
  const sound = [...['-map', `[${PROXY_AUDIO_PAD}]`, '-c:a', 'aac', '-b:a', kilobits(proxy.audioKilobits)]];
  return [
    ...['-map', `[${PROXY_PAD}]`, ...(audioIndex === null ? [] : sound), ...OWN, ...AS_FILTERED],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-crf', '23'],
    ...['-maxrate', kilobits(proxy.peakKilobits), '-bufsize', kilobits(2 * proxy.peakKilobits)],
    ...['-g', wholeArgument(PROXY_GROUP_FRAMES), '-threads:v', wholeArgument(threads)],
    ...['-movflags', '+faststart', '-f', 'mp4', PROXY_NAME],
  ];
}

function tapOutputs(plan: RenderPlan): readonly string[] {
  return [
    ...['-map', `[${TAP_PAD}]`, ...OWN, ...AS_FILTERED, '-c:v', 'rawvideo', '-f', 'rawvideo', TAP_NAME],
    ...picturesOutput(plan, STILLS_PAD, STILL_QUALITY, ['image2', STILL_PATTERN]),
  ];
}

function picturesOutput(
  plan: RenderPlan,
  pad: string,
  quality: string,
  [format, name]: [string, string],
): readonly string[] {
  const coder = ['-c:v', 'mjpeg', '-q:v', quality, ...(isSparing(plan) ? ['-threads:v', '1'] : [])];
  return ['-map', `[${pad}]`, ...OWN, ...AS_FILTERED, ...coder, '-f', format, name];
}

/** One thread for everything: what is told nothing takes one for each core, and pictures of its own for each. */
function isSparing({ threads }: RenderPlan): boolean {
  return threads === 1;
}

function kilobits(count: number): string {
  return `${wholeArgument(count)}k`;
}
