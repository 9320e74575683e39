import { EVENT_TYPES } from '../../src/modules/events/domain/public-facts';
import { sourcesBelow, textOf } from './project-files';

/** Recorded about videos, and told to nobody who listens: each with its reason. */
const NOT_TOLD: readonly string[] = [];

describe('facts about videos', () => {
  it('are told to those who listen, or left out on purpose', () => {
    const recorded = sourcesBelow('src').flatMap((file) =>
      [...textOf(file).matchAll(/type: '(video\.[a-z_]+)'/g)].map(([, type]) => type ?? ''),
    );
    expect(recorded.length).toBeGreaterThan(5);
    expect([...new Set(recorded)].filter((type) => ![...EVENT_TYPES, ...NOT_TOLD].includes(type))).toEqual(
      [],
    );
  });
});
