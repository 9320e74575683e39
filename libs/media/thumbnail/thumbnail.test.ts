import { isBlank, readMeasures, scoreOf, type FrameMeasures } from './frame-score';
import { fitInside, inBatches, type ThumbnailPlan } from './thumbnail-plan';

const good: FrameMeasures = { meanLuma: 120, lowLuma: 40, highLuma: 200, blur: 4, entropy: 6 };

describe('the size of a thumbnail', () => {
  it.each([
    [1920, 1080, 1280, 720],
    [1080, 1920, 404, 720],
    [640, 480, 640, 480],
    [121, 81, 120, 80],
    [1, 1, 2, 2],
    [8192, 16, 1280, 2],
    [4096, 2160, 1280, 674],
  ])('of %dx%d is %dx%d', (width, height, expectedWidth, expectedHeight) => {
    expect(fitInside({ width, height }, { width: 1280, height: 720 })).toEqual({
      width: expectedWidth,
      height: expectedHeight,
    });
  });
});

describe('the moments of a thumbnail', () => {
  const plan = { momentsSeconds: [0, 1, 2, 3, 4, 5, 6, 7] } as unknown as ThumbnailPlan;

  it.each([
    [1920, 1080, [8]],
    [3840, 2160, [8]],
    [7680, 4320, [2, 2, 2, 2]],
    [5120, 2880, [4, 4]],
    [8192, 8192, [1, 1, 1, 1, 1, 1, 1, 1]],
  ])('of %dx%d are taken %p at a time', (width, height, expected) => {
    const batches = inBatches(plan, { width, height });
    expect(batches.map(({ momentsSeconds }) => momentsSeconds.length)).toEqual(expected);
    expect(batches.flatMap(({ momentsSeconds }) => momentsSeconds)).toEqual(plan.momentsSeconds);
  });
});

describe('the score of a frame', () => {
  it.each<[string, Partial<FrameMeasures>]>([
    ['black', { meanLuma: 3, lowLuma: 0, highLuma: 6, entropy: 0.2 }],
    ['white', { meanLuma: 254, lowLuma: 250, highLuma: 255, entropy: 0.2 }],
    ['of one colour', { lowLuma: 118, highLuma: 122, entropy: 1 }],
    ['blurred', { blur: 15 }],
    ['blurred, which adds shades', { blur: 30, entropy: 7.9 }],
    ['nearly dark', { meanLuma: 40 }],
    ['poorer in detail', { entropy: 5 }],
  ])('is lower when the frame is %s, even the first one', (_what, flaw) => {
    expect(scoreOf({ ...good, ...flaw }, 0)).toBeLessThan(scoreOf(good, 7));
  });

  it('is better for the earlier of equals', () => {
    expect(scoreOf(good, 0)).toBeGreaterThan(scoreOf(good, 1));
  });

  it('knows a picture in which nothing is to be seen', () => {
    expect(isBlank(good)).toBe(false);
    expect(isBlank({ ...good, meanLuma: 20 })).toBe(true);
  });

  it('is read from what the filters print, or is none', () => {
    const text = [
      'frame:0    pts:0       pts_time:0',
      'lavfi.signalstats.YLOW=40',
      'lavfi.signalstats.YAVG=120',
      'lavfi.signalstats.YHIGH=200',
      'lavfi.blur=4',
      'lavfi.entropy.entropy.normal.Y=6',
    ];
    expect(readMeasures(text.join('\n'))).toEqual(good);
    expect(readMeasures(text.slice(0, 3).join('\n'))).toBeNull();
    expect(readMeasures(text.join('\n').replace('blur=4', 'blur=-nan'))?.blur).toBeGreaterThan(40);
    expect(readMeasures('')).toBeNull();
  });
});
