import type { Rendered } from './rendered';

export type RenderedPart = Omit<Rendered, 'missing' | 'decodedShare'>;

/** What runs of one output each have made, as if one run had made it. */
export function joinParts(parts: readonly RenderedPart[]): RenderedPart {
  const found = <K extends Exclude<keyof RenderedPart, 'renditions'>>(key: K): RenderedPart[K] | null =>
    parts.find((part) => part[key] !== null)?.[key] ?? null;
  return {
    renditions: parts.flatMap(({ renditions }) => renditions),
    audio: found('audio'),
    proxy: found('proxy'),
    samples: found('samples'),
    tap: found('tap'),
  };
}
