import { wholeArgument } from '../input/argument';
import { matrixOption } from '../probe/colour-matrix';
import type { HdrKind, Rational, Size } from '../probe/media-info';
import { TAP_TIMES_NAME } from './output-names';
import { isPace, isSize, pictureTree, type Pace, type PictureNode } from './picture-tree';
import { AUDIO_RATE, TAP_SIZE, type RenderPlan, type TapPlan } from './render-plan';

export const TAP_PAD = 'tap';
export const STILLS_PAD = 'stills';
export const AUDIO_PAD = 'sound';
export const PROXY_AUDIO_PAD = 'proxysound';

/** The coder puts so many samples of silence in front; taking as many away keeps sound and picture together everywhere. */
const AAC_PRIMING_SAMPLES = 1024;
const SQUARE_PIXELS = 'setsar=sar=1';

/** One graph for all outputs, so that the source is decoded once. */
export function filterGraph(plan: RenderPlan): string {
  const roots = pictureTree(plan);
  const names = roots.map((_, index) => `p${String(index)}`);
  const { tap } = plan;
  const taken = [...names, ...(tap ? ['t0', 't1'] : [])];
  const steady = plan.steadySize === null ? [] : [scaleTo(plan.steadySize)];
  const source = taken.length > 0 ? [`[0:V:0]${outlets(steady, taken)}`] : [];
  return [
    ...source,
    ...(tap ? tapChains(tap) : []),
    ...roots.flatMap((root, index) => chains(plan, root, names[index] ?? '', null)),
    ...soundChains(plan),
  ].join(';');
}

/** Before any filter that drops or doubles frames: that is what the tap is for. */
function tapChains({ stills }: TapPlan): readonly string[] {
  const [width, height] = [wholeArgument(TAP_SIZE.width), wholeArgument(TAP_SIZE.height)];
  const wanted = stills.map((frame) => String.raw`eq(n\,${wholeArgument(frame)})`).join('+');
  return [
    `[t0]scale=w=${width}:h=${height}:flags=area,format=pix_fmts=gray,` +
      // Only frames with a note of their own are printed, with their time.
      `metadata=mode=add:key=tap:value=1,metadata=mode=print:file=${TAP_TIMES_NAME}[${TAP_PAD}]`,
    // A scaler of its own: what JPEG wants of the colours would otherwise be asked of every frame, for all outputs.
    `[t1]select=expr=${wanted || '0'},scale=flags=bicubic:out_range=full,format=pix_fmts=yuvj420p[${STILLS_PAD}]`,
  ];
}

function chains(
  plan: RenderPlan,
  node: PictureNode,
  input: string,
  parent: PictureNode | null,
): readonly string[] {
  const names = node.children.map((_, index) => `${input}s${String(index)}`);
  const filters = parent === null ? rootFilters(plan, node) : stepFilters(node, parent);
  return [
    `[${input}]${outlets(filters, [...node.pads, ...names])}`,
    ...node.children.flatMap((child, index) => chains(plan, child, names[index] ?? '', node)),
  ];
}

function outlets(filters: readonly string[], labels: readonly string[]): string {
  const split = labels.length > 1 ? [`split=outputs=${wholeArgument(labels.length)}`] : [];
  const all = [...filters, ...split];
  return `${all.length === 0 ? 'null' : all.join(',')}${labels.map((label) => `[${label}]`).join('')}`;
}

/** The grid of frames begins with the file, whatever comes first in it. */
function rootFilters(plan: RenderPlan, { size, pace }: PictureNode): readonly string[] {
  return [
    ...(plan.isInterlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    paced(pace, ':start_time=0'),
    ...firstScale(size, plan),
    // Said in every frame, so that nobody has to guess: a player guesses differently for each size.
    'setparams=range=limited:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
    SQUARE_PIXELS,
  ];
}

function stepFilters({ size, pace }: PictureNode, parent: PictureNode): readonly string[] {
  // Fewer frames first: what is dropped need not be scaled.
  const slower = isPace(pace, parent.pace) ? [] : [paced(pace)];
  // A rounded size would make its pixels oblong, and one output for JPEG would change the range of all.
  const smaller = isSize(size, parent.size) ? [] : [scaleTo(size), 'format=pix_fmts=yuv420p', SQUARE_PIXELS];
  return [...slower, ...smaller];
}

function firstScale(size: Size, { toneMapFrom, matrix }: RenderPlan): readonly string[] {
  if (toneMapFrom !== 'none') return toneMapped(size, toneMapFrom);
  const colours = `in_color_matrix=${matrixOption(matrix)}:out_color_matrix=bt709:out_range=limited`;
  return [`${scaleTo(size)}:${colours}`, 'format=pix_fmts=yuv420p'];
}

function toneMapped(size: Size, from: Exclude<HdrKind, 'none'>): readonly string[] {
  const transfers = { pq: 'smpte2084', hlg: 'arib-std-b67' };
  if (!Object.hasOwn(transfers, from)) throw new RangeError('no such kind of HDR');
  return [
    // Some files name the transfer and leave out the rest, without which there is no path between the colour spaces.
    `setparams=color_primaries=bt2020:color_trc=${transfers[from]}:colorspace=bt2020nc`,
    // Small first: the rest of the chain works on floating point numbers.
    `zscale=w=${wholeArgument(size.width)}:h=${wholeArgument(size.height)}`,
    'zscale=t=linear:npl=100,format=pix_fmts=gbrpf32le',
    'zscale=p=bt709,tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=limited,format=pix_fmts=yuv420p',
  ];
}

function scaleTo({ width, height }: Size): string {
  return `scale=w=${wholeArgument(width)}:h=${wholeArgument(height)}:flags=bicubic`;
}

function paced(pace: Pace, start = ''): string {
  // The last frame counts even where it ends before the grid asks for one.
  if ('frameRate' in pace) return `fps=fps=${rate(pace.frameRate)}${start}:eof_action=pass`;
  const every = wholeArgument(pace.everySeconds);
  return String.raw`select=expr=isnan(prev_selected_t)+gt(floor(t/${every})\,floor(prev_selected_t/${every}))`;
}

function rate({ numerator, denominator }: Rational): string {
  return `${wholeArgument(numerator)}/${wholeArgument(denominator)}`;
}

function soundChains({ audioIndex, hasAudioRendition, proxy }: RenderPlan): readonly string[] {
  const labels = [...(hasAudioRendition ? ['a0'] : []), ...(proxy !== null ? ['a1'] : [])];
  if (audioIndex === null || labels.length === 0) return [];
  const split = labels.length > 1 ? [`asplit=outputs=${wholeArgument(labels.length)}`] : [];
  // Sound that begins late is led by silence: the clock is that of the picture.
  const resample = `aresample=osr=${wholeArgument(AUDIO_RATE)}:async=1:first_pts=0`;
  const source = `[0:${wholeArgument(audioIndex)}]${[resample, ...split].join(',')}${labels.map((label) => `[${label}]`).join('')}`;
  const ladder = `[a0]aformat=sample_fmts=fltp:channel_layouts=stereo,atrim=start_sample=${wholeArgument(AAC_PRIMING_SAMPLES)}[${AUDIO_PAD}]`;
  const small = `[a1]aformat=sample_fmts=fltp:channel_layouts=mono[${PROXY_AUDIO_PAD}]`;
  return [source, ...(hasAudioRendition ? [ladder] : []), ...(proxy !== null ? [small] : [])];
}
