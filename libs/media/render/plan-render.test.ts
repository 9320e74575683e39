import type { MediaInfo, Rational, Size, VideoStream } from '../probe/media-info';
import { DEFAULT_INPUT_LIMITS } from '../input/input-limits';
import { atMost, framesPerSecond, outputRate } from './frame-rate';
import { ladderOf, shortSide } from './ladder';
import { planAdditions } from './plan-additions';
import { planRender, renditionNames } from './plan-render';

const rate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });

function video(changes: Partial<VideoStream> = {}): VideoStream {
  return {
    index: 0,
    codec: 'h264',
    profile: 'High',
    coded: { width: 1920, height: 1080 },
    shown: { width: 1920, height: 1080 },
    pixelShape: rate(1),
    rotationDegrees: 0,
    isTurned: false,
    averageFrameRate: rate(30),
    nominalFrameRate: rate(30),
    pixelFormat: 'yuv420p',
    bitDepth: 8,
    colour: { range: null, space: null, transfer: null, primaries: null, hdr: 'none' },
    isInterlaced: false,
    durationSeconds: 60,
    startSeconds: 0,
    bitRate: null,
    frameCount: 1_800,
    encoder: null,
    ...changes,
  };
}

function info(changes: Partial<VideoStream> = {}, file: Partial<MediaInfo> = {}): MediaInfo {
  const stream = video(changes);
  return {
    family: 'isobmff',
    format: 'mp4',
    sizeBytes: 112_000_000,
    durationSeconds: 60,
    startSeconds: 0,
    bitRate: 14_900_000,
    video: stream,
    audio: null,
    videos: [stream],
    audios: [],
    others: [],
    tags: {
      title: null,
      encoder: null,
      createdAt: null,
      deviceMaker: null,
      deviceModel: null,
      software: null,
    },
    ...file,
  };
}

const choices = { limits: DEFAULT_INPUT_LIMITS, canToneMap: true, threads: 2, extraCodecs: [] };

describe('the ladder', () => {
  it.each<[string, Size, readonly number[]]>([
    ['full HD', { width: 1920, height: 1080 }, [1080, 720, 480, 360]],
    ['an upright phone', { width: 1080, height: 1920 }, [1080, 720, 480, 360]],
    ['4K', { width: 3840, height: 2160 }, [2160, 1440, 1080, 720, 480, 360]],
    ['8K', { width: 7680, height: 4320 }, [2160, 1440, 1080, 720, 480, 360]],
    ['a size just above a step', { width: 1024, height: 768 }, [768, 480, 360]],
    ['a small camera', { width: 320, height: 240 }, [240]],
    ['an odd size', { width: 161, height: 121 }, [120]],
    ['a single column', { width: 1, height: 9 }, [2]],
  ])('of %s', (_, shown, expected) => {
    const sizes = ladderOf(shown);
    expect(sizes.map(shortSide)).toEqual(expected);
    for (const { width, height } of sizes) expect([width % 2, height % 2]).toEqual([0, 0]);
  });
});

describe('the rate of the output', () => {
  it.each<[string, Rational | null, Rational | null, Rational]>([
    ['film', rate(24000, 1001), rate(24000, 1001), rate(24000, 1001)],
    ['television', rate(25), rate(25), rate(25)],
    ['slow motion', rate(240), rate(240), rate(240, 4)],
    ['a phone whose frames come nearly evenly', rate(29_874, 1000), rate(30), rate(30)],
    ['a screen that seldom changes', rate(11), rate(60), rate(12)],
    ['a container that knows no rate', rate(1_441, 97), rate(90_000), rate(15)],
    ['a picture an hour', rate(1, 3600), rate(1, 3600), rate(1)],
    ['nothing', null, null, rate(25)],
  ])('of %s', (_, averageFrameRate, nominalFrameRate, expected) => {
    expect(outputRate(video({ averageFrameRate, nominalFrameRate }))).toEqual(expected);
  });

  it('below a bound takes each n-th frame', () => {
    expect(atMost(rate(60_000, 1001), 30)).toEqual(rate(60_000, 2002));
    expect(atMost(rate(30_000, 1001), 30)).toEqual(rate(30_000, 1001));
  });
});

describe('a plan', () => {
  it('has its keyframes at the same times at every rate', () => {
    for (const averageFrameRate of [
      rate(60),
      rate(60_000, 1001),
      rate(50),
      rate(24),
      rate(12.5 * 2, 2),
      rate(1),
    ]) {
      const plan = planRender(info({ averageFrameRate, nominalFrameRate: averageFrameRate }), choices);
      const groups = plan.renditions.map((each) => each.groupFrames / framesPerSecond(each.frameRate));
      for (const seconds of groups) expect(seconds).toBeCloseTo(groups[0] ?? NaN, 9);
      expect(groups[0]).toBeCloseTo(2, 1);
    }
  });

  it('gives small renditions of a fast source half its frames', () => {
    const plan = planRender(info({ averageFrameRate: rate(60), nominalFrameRate: rate(60) }), choices);
    expect(plan.renditions.map(({ name, frameRate }) => [name, framesPerSecond(frameRate)])).toEqual([
      ['1080p', 60],
      ['720p', 60],
      ['480p', 30],
      ['360p', 30],
    ]);
  });

  it('never asks for more bits than the source has', () => {
    const plan = planRender(info({}, { bitRate: 900_000 }), choices);
    for (const { peakKilobits } of plan.renditions) expect(peakKilobits).toBeLessThanOrEqual(900);
  });

  it('keeps the proxy below 15 % of the original', () => {
    for (const [sizeBytes, seconds] of [
      [112_000_000, 60],
      [10_000_000, 61],
      [3_500_000, 60],
    ] as const) {
      const { proxy } = planRender(info({}, { sizeBytes, durationSeconds: seconds }), choices);
      const bytes = (((proxy?.peakKilobits ?? 0) + (proxy?.audioKilobits ?? 0)) * 1000 * seconds) / 8;
      expect(bytes).toBeLessThan(sizeBytes * 0.15);
    }
  });

  it('spreads sixteen stills, each once, and fewer where there are fewer frames', () => {
    expect(planRender(info(), choices).tap?.stills).toHaveLength(16);
    expect(planRender(info({ frameCount: 3 }), choices).tap?.stills).toEqual([0, 1, 2]);
  });

  it('adds other codecs up to full HD', () => {
    const plan = planRender(info({ shown: { width: 2560, height: 1440 } }), {
      ...choices,
      extraCodecs: ['av1'],
    });
    expect(plan.renditions.map(({ name }) => name)).toEqual([
      '1440p',
      ...['1080p', '1080p-av1', '720p', '720p-av1', '480p', '480p-av1', '360p', '360p-av1'],
    ]);
  });

  it('has small pictures in those codecs alone whose coders take them', () => {
    const names = [64, 62, 16, 14].map((height) => renditionNames({ width: 160, height }));
    expect(names).toEqual([
      ['64p', '64p-av1', '64p-hevc'],
      ['62p', '62p-hevc'],
      ['16p', '16p-hevc'],
      ['14p'],
    ]);
  });

  it('names everything that a source can have, and plans of it what is asked for, on the same grid', () => {
    const source = info({ shown: { width: 2560, height: 1440 } });
    const names = renditionNames({ width: 2560, height: 1440 });
    expect(names.slice(0, 5)).toEqual(['1440p', '1080p', '1080p-av1', '1080p-hevc', '720p']);
    const whole = planRender(source, { ...choices, extraCodecs: ['hevc', 'av1'] });
    expect(whole.renditions.map(({ name }) => name)).toEqual(names);
    const added = planAdditions(source, choices, ['720p-av1', '360p', 'none of ours']);
    expect(added.renditions).toEqual(
      whole.renditions.filter(({ name }) => ['720p-av1', '360p'].includes(name)),
    );
    expect(added).toMatchObject({ hasAudioRendition: false, proxy: null, samples: null, tap: null });
  });
});
