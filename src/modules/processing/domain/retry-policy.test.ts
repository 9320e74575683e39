import { waitSecondsAfter } from './retry-policy';

describe('the wait between attempts', () => {
  it('grows, and never without bound', () => {
    expect([1, 2, 3, 4, 10].map(waitSecondsAfter)).toEqual([10, 40, 160, 600, 600]);
  });
});
