import { secondsArgument, wholeArgument } from '../input/argument';
import { DECODING_RESTRICTIONS, INPUT_ARGUMENTS, inputRestrictions } from '../input/input-arguments';
import type { HdrKind, Size } from '../probe/media-info';
import type { ThumbnailPlan } from './thumbnail-plan';

/** Names of the two files that each moment makes, in the working folder. */
export const pictureName = (index: number): string => `picture${wholeArgument(index)}.jpg`;
export const measuresName = (index: number): string => `measures${wholeArgument(index)}.txt`;

const MEASURED_WIDTH = 320;
/** About quality 85 of other encoders. */
const JPEG_QUALITY = '3';

/** One process with an input for each moment: each seeks, gives one frame, and is measured in a small copy. */
export function thumbnailArguments(plan: ThumbnailPlan): readonly string[] {
  const moments = plan.momentsSeconds.map((moment) => [
    ...seekArguments(plan),
    ...['-threads', '1', '-ss', secondsArgument(moment)],
    ...DECODING_RESTRICTIONS,
    ...inputRestrictions(plan.kind, plan.limits),
    ...INPUT_ARGUMENTS,
  ]);
  const graph = plan.momentsSeconds.map((_, index) => momentGraph(plan, index)).join(';');
  const outputs = plan.momentsSeconds.map((_, index) => outputArguments(index));
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-nostats', '-y'],
    ...moments.flat(),
    ...['-filter_complex_threads', '1', '-filter_complex', graph],
    ...outputs.flat(),
  ];
}

function seekArguments({ seek }: ThumbnailPlan): readonly string[] {
  switch (seek) {
    case 'keyframes':
      return ['-noaccurate_seek', '-skip_frame', 'nokey'];
    case 'exact':
      return ['-accurate_seek'];
    default:
      throw new RangeError('no such way to seek');
  }
}

function momentGraph({ size, toneMapFrom }: ThumbnailPlan, index: number): string {
  const n = wholeArgument(index);
  return [
    `[${n}:V:0]trim=end_frame=1,setpts=0,${scaleFilters(size, toneMapFrom)},setsar=1,split[picture${n}][copy${n}]`,
    `[copy${n}]scale=w=${String(MEASURED_WIDTH)}:h=-2,signalstats,blurdetect,entropy,metadata=mode=print:file=${measuresName(index)},nullsink`,
  ].join(';');
}

const TRANSFERS: Readonly<Record<Exclude<HdrKind, 'none'>, string>> = {
  pq: 'smpte2084',
  hlg: 'arib-std-b67',
};

/** Rotation was applied before the graph. JPEG has the full range of values, and the scores are made for it. */
function scaleFilters(size: Size, toneMapFrom: HdrKind): string {
  const [width, height] = [wholeArgument(size.width), wholeArgument(size.height)];
  if (toneMapFrom === 'none') {
    return `scale=w=${width}:h=${height}:flags=bicubic:out_range=full,format=pix_fmts=yuvj420p`;
  }
  if (!Object.hasOwn(TRANSFERS, toneMapFrom)) throw new RangeError('no such kind of HDR');
  return [
    // Some files name the transfer and leave out the rest, without which there is no path between the colour spaces.
    `setparams=color_primaries=bt2020:color_trc=${TRANSFERS[toneMapFrom]}:colorspace=bt2020nc`,
    // Small first: the rest of the chain works on floating point numbers.
    `zscale=w=${width}:h=${height}`,
    'zscale=t=linear:npl=100,format=pix_fmts=gbrpf32le',
    'zscale=p=bt709,tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=full,format=pix_fmts=yuvj420p',
  ].join(',');
}

function outputArguments(index: number): readonly string[] {
  return [
    ...['-map', `[picture${wholeArgument(index)}]`, '-map_metadata', '-1'],
    ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', JPEG_QUALITY, '-update', '1'],
    ...['-f', 'image2', pictureName(index)],
  ];
}
