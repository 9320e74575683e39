import type { MediaInfo } from '../probe/media-info';
import { planRender, type RenderChoices } from './plan-render';
import { EXTRA_CODECS, type RenderPlan } from './render-plan';

/** Renditions alone, on the same grid of frames and groups as those that were made of this source before. */
export function planAdditions(
  info: MediaInfo,
  choices: Omit<RenderChoices, 'extraCodecs'>,
  names: readonly string[],
): RenderPlan {
  const whole = planRender(info, { ...choices, extraCodecs: EXTRA_CODECS });
  return {
    ...whole,
    renditions: whole.renditions.filter(({ name }) => names.includes(name)),
    hasAudioRendition: false,
    proxy: null,
    samples: null,
    tap: null,
  };
}
