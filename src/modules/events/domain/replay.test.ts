import { resyncReason } from './replay';

describe('who comes again', () => {
  it.each([
    ['heard everything', 20, null],
    ['missed something', 11, null],
    ['missed the first that is remembered', 10, null],
    ['missed what is forgotten', 9, 'forgotten'],
    ['heard of what never was', 21, 'unknown_position'],
  ] as const)('and %s', (_what, after, reason) => {
    expect(resyncReason(after, { forgottenTo: 10, head: 20 })).toBe(reason);
  });
});
