import type { Rational, Size } from '../probe/media-info';
import type { RenderPlan } from './render-plan';

/** A grid of frames, or the first picture of every so many seconds: a video of one frame has one, too. */
export type Pace = { readonly frameRate: Rational } | { readonly everySeconds: number };

/** Pictures of one size and pace: who takes them, and what is made out of them. */
export interface PictureNode {
  readonly size: Size;
  readonly pace: Pace;
  /** Labels of outputs. */
  readonly pads: string[];
  readonly children: PictureNode[];
}

export const renditionPad = (index: number): string => `v${String(index)}`;
export const PROXY_PAD = 'proxy';
export const SAMPLES_PAD = 'samples';

/**
 * Each size is scaled from the next larger one, which halves the cost of scaling and cannot be seen. Renditions of one size
 * share their pictures; proxy and samples branch off where the ladder passes their size.
 */
export function pictureTree(plan: RenderPlan): readonly PictureNode[] {
  const roots: PictureNode[] = [];
  const ladder: PictureNode[] = [];
  plan.renditions.forEach(({ size, frameRate }, index) => {
    const last = ladder.at(-1);
    const isSame = last !== undefined && isSize(last.size, size) && isPace(last.pace, { frameRate });
    const node = isSame ? last : grow(roots, last, size, { frameRate });
    if (!isSame) ladder.push(node);
    node.pads.push(renditionPad(index));
  });
  const parent = ({ size }: { size: Size }) => ladder.findLast((node) => isAtLeast(node.size, size));
  const proxy = plan.proxy && grow(roots, parent(plan.proxy), plan.proxy.size, plan.proxy);
  proxy?.pads.push(PROXY_PAD);
  if (plan.samples !== null) {
    const { size, everySeconds } = plan.samples;
    const above = proxy && isAtLeast(proxy.size, size) ? proxy : parent(plan.samples);
    grow(roots, above, size, { everySeconds }).pads.push(SAMPLES_PAD);
  }
  return roots;
}

function grow(roots: PictureNode[], parent: PictureNode | undefined, size: Size, pace: Pace): PictureNode {
  const node: PictureNode = { size, pace, pads: [], children: [] };
  (parent?.children ?? roots).push(node);
  return node;
}

export function isSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

export function isPace(one: Pace, other: Pace): boolean {
  if ('everySeconds' in one || 'everySeconds' in other) return false;
  const [first, second] = [one.frameRate, other.frameRate];
  return first.numerator * second.denominator === second.numerator * first.denominator;
}

function isAtLeast(one: Size, other: Size): boolean {
  return one.width >= other.width && one.height >= other.height;
}
