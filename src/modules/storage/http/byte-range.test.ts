import { rangeOf } from './byte-range';

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=2-5', { start: 2, end: 5 }],
    ['bytes=2-', { start: 2, end: 9 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
  ])('%s of ten bytes is a part of them', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=a-b',
    'bytes=1-2,4-5',
    'bytes=0-0,1-1',
    'bytes= 1-2',
    'items=1-2',
    'bytes=1-2 ',
    'bytes=1e3-',
    'bytes=-1-2',
    'bytes=99999999999999999999-',
  ])('%s is passed over', (header) => {
    expect(rangeOf(header, 10)).toBeNull();
  });

  it.each(['bytes=10-', 'bytes=99999999999-', 'bytes=10-11', 'bytes=-0'])(
    '%s asks for nothing that is there',
    (header) => {
      expect(() => rangeOf(header, 10)).toThrow('no bytes in the range');
    },
  );

  it('of an empty file has no range that fits', () => {
    expect(() => rangeOf('bytes=0-', 0)).toThrow();
    expect(() => rangeOf('bytes=-1', 0)).toThrow();
    expect(rangeOf(undefined, 0)).toBeNull();
  });
});
