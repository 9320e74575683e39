import { BoundedMap } from './index';

describe('a bounded map', () => {
  const kept = (map: BoundedMap<string, number>) =>
    ['a', 'b', 'c'].filter((key) => map.get(key) !== undefined);

  it('forgets what was set the longest ago', () => {
    const map = new BoundedMap<string, number>(2);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    expect(kept(map)).toEqual(['b', 'c']);
  });

  it('takes what is set again for new, and counts it once', () => {
    const map = new BoundedMap<string, number>(2);
    for (const key of ['a', 'b', 'a', 'c']) map.set(key, 1);
    expect(kept(map)).toEqual(['a', 'c']);
  });

  it('has room again for what was deleted', () => {
    const map = new BoundedMap<string, number>(2);
    for (const key of ['a', 'b']) map.set(key, 1);
    map.delete('a');
    map.set('c', 1);
    expect(kept(map)).toEqual(['b', 'c']);
  });
});
