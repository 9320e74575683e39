import { differenceOf } from './difference';

describe('two pictures of one thing', () => {
  it('differ in what changed, and in nothing else', () => {
    const before = { name: 'A', location: { x: 1, y: 2, floor: 0 }, active: true };
    const after = { name: 'B', location: { x: 1, y: 3, floor: 0 }, active: true };
    expect(differenceOf(before, after)).toEqual({
      before: { name: 'A', location: { x: 1, y: 2, floor: 0 } },
      after: { name: 'B', location: { x: 1, y: 3, floor: 0 } },
    });
  });

  it('are the same where every member is', () => {
    expect(differenceOf({ location: { x: 1 }, store: null }, { location: { x: 1 }, store: null })).toBeNull();
  });
});
