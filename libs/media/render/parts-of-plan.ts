import type { RenderPlan } from './render-plan';

const NOTHING = {
  renditions: [],
  hasAudioRendition: false,
  proxy: null,
  samples: null,
  tap: null,
} as const satisfies Partial<RenderPlan>;

export interface PartOfPlan {
  readonly name: string;
  readonly plan: RenderPlan;
}

/** The same work in plans of one output each, for a source that one output cannot be made of. */
export function partsOfPlan(plan: RenderPlan): readonly PartOfPlan[] {
  const only = (name: string, part: Partial<RenderPlan>): PartOfPlan => ({
    name,
    plan: { ...plan, ...NOTHING, ...part },
  });
  return [
    ...plan.renditions.map((rendition) => only(rendition.name, { renditions: [rendition] })),
    ...(plan.hasAudioRendition ? [only('audio', { hasAudioRendition: true })] : []),
    ...(plan.proxy === null ? [] : [only('proxy', { proxy: plan.proxy })]),
    ...(plan.samples === null ? [] : [only('samples', { samples: plan.samples })]),
    ...(plan.tap === null ? [] : [only('tap', { tap: plan.tap })]),
  ];
}
