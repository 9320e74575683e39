import type { FragmentedTrack } from '../fragments/read-fragments';
import { segmentsOf } from './hls-track';
import { masterPlaylist, ratesOf } from './master-playlist';
import { mediaPlaylist } from './media-playlist';

function track(...fragmentSeconds: readonly number[]): FragmentedTrack {
  let [offset, startTicks] = [800, 0];
  const fragments = fragmentSeconds.map((seconds) => {
    const fragment = {
      offset,
      sizeBytes: 1_000,
      startTicks,
      durationTicks: seconds * 1000,
      samples: 1,
      beginsWithKeyframe: true,
    };
    offset += 1_000;
    startTicks += fragment.durationTicks;
    return fragment;
  });
  return { headBytes: 800, sizeBytes: offset, timescale: 1000, codec: 'avc1.640028', fragments };
}

describe('segments', () => {
  it('are two groups of two seconds each, and what is left', () => {
    const segments = segmentsOf(track(2.002, 2.002, 2.002, 2.002, 1));
    expect(segments.map(({ offset, sizeBytes }) => [offset, sizeBytes])).toEqual([
      [800, 2_000],
      [2_800, 2_000],
      [4_800, 1_000],
    ]);
    expect(segments[0]?.durationSeconds).toBeCloseTo(4.004);
  });
});

describe('a media playlist', () => {
  it('names ranges of few objects', () => {
    const segments = segmentsOf(track(2, 2, 2));
    const chunks = [{ place: 'a', headBytes: 800, segments }];
    expect(mediaPlaylist(chunks, (place) => `https://cdn.example.org/${place}?x=1`).split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:4',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="https://cdn.example.org/a?x=1",BYTERANGE="800@0"',
      '#EXTINF:4.000000,',
      '#EXT-X-BYTERANGE:2000@800',
      'https://cdn.example.org/a?x=1',
      '#EXTINF:2.000000,',
      '#EXT-X-BYTERANGE:1000@2800',
      'https://cdn.example.org/a?x=1',
      '#EXT-X-ENDLIST',
      '',
    ]);
  });
});

describe('a master playlist', () => {
  const variant = {
    codec: 'avc1.640028',
    size: { width: 1920, height: 1080 },
    framesPerSecond: 30_000 / 1001,
    link: '1080p.m3u8',
    peakBitRate: 5_000_000,
    averageBitRate: 4_000_000,
  };

  it('tells what each variant takes, sound included', () => {
    const sound = { codec: 'mp4a.40.2', link: 'sound.m3u8', peakBitRate: 130_000, averageBitRate: 128_000 };
    const lines = masterPlaylist([variant], sound).split('\n');
    expect(lines[3]).toBe(
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="sound.m3u8"',
    );
    expect(lines[4]).toBe(
      '#EXT-X-STREAM-INF:BANDWIDTH=5130000,AVERAGE-BANDWIDTH=4128000,CODECS="avc1.640028,mp4a.40.2",' +
        'RESOLUTION=1920x1080,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO="sound"',
    );
  });

  it('says nothing of sound where there is none', () => {
    expect(masterPlaylist([variant], null)).not.toMatch(/AUDIO|mp4a/);
  });

  it('measures peaks by whole segments', () => {
    const [long, tail] = [
      { offset: 0, sizeBytes: 1_000_000, durationSeconds: 4 },
      { offset: 1, sizeBytes: 100_000, durationSeconds: 0.04 },
    ];
    expect(ratesOf([long, tail])).toEqual({
      peakBitRate: Math.ceil(8_800_000 / 4.04),
      averageBitRate: Math.ceil(8_800_000 / 4.04),
    });
    expect(ratesOf([long, { ...long, sizeBytes: 2_000_000 }]).peakBitRate).toBe(4_000_000);
  });
});
