import { readPixelShape, readRational, readRotation, shownSize } from './geometry';

const square = { numerator: 1, denominator: 1 };

describe('rotation', () => {
  it.each([
    [-90, 90],
    [90, 270],
    [180, 180],
    [-180, 180],
    [270, 90],
    [0, 0],
    [-89.7, 90],
    [45, 0],
  ])('of a display matrix of %d degrees is %d clockwise', (rotation, expected) => {
    expect(readRotation({ side_data_list: [{ rotation }] })).toBe(expected);
  });

  it('is read from the older tag where there is no matrix', () => {
    expect(readRotation({ tags: { rotate: '90' } })).toBe(90);
    expect(readRotation({ tags: { rotate: '90' }, side_data_list: [{ rotation: 90 }] })).toBe(270);
  });

  it('is none where the tag is nonsense', () => {
    expect(readRotation({ tags: { rotate: 'sideways' } })).toBe(0);
    expect(readRotation({ side_data_list: 'none' })).toBe(0);
  });
});

describe('the shown size', () => {
  it('has the pixel shape and then the rotation applied', () => {
    const pixelShape = { numerator: 4, denominator: 3 };
    expect(shownSize({ width: 1440, height: 1080 }, pixelShape, 0)).toEqual({ width: 1920, height: 1080 });
    expect(shownSize({ width: 1440, height: 1080 }, pixelShape, 90)).toEqual({ width: 1080, height: 1920 });
    expect(shownSize({ width: 640, height: 480 }, square, 180)).toEqual({ width: 640, height: 480 });
  });

  it.each(['0:1', '1:0', 'N/A', '', '65535:1', '1:999999', undefined, 4])(
    'takes pixels of the shape %p for square',
    (text) => {
      expect(readPixelShape(text)).toEqual(square);
    },
  );
});

describe('a rational', () => {
  it('stays exact', () => {
    expect(readRational('30000/1001')).toEqual({ numerator: 30000, denominator: 1001 });
  });

  it.each(['0/0', '0/1', '25', '-25/1', '1e3/1', '99999999999999999999/1'])('is none in %p', (text) => {
    expect(readRational(text)).toBeNull();
  });
});
