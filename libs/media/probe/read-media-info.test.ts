import { DEFAULT_INPUT_LIMITS } from '../input/input-limits';
import { MediaError } from '../media-error';
import { readMediaInfo } from './read-media-info';
import { clockSeconds } from './read-streams';

const container = { family: 'isobmff', format: 'mp4' } as const;
const video = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 640,
  height: 480,
  pix_fmt: 'yuv420p',
};
const audio = { index: 1, codec_type: 'audio', codec_name: 'aac', channels: 2, sample_rate: '48000' };
const format = { duration: '2.5', size: '1000', bit_rate: '3200' };

const read = (answer: unknown) => readMediaInfo(answer, container, DEFAULT_INPUT_LIMITS);
const codeOf = (answer: unknown) => {
  try {
    read(answer);
  } catch (error) {
    if (error instanceof MediaError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('what ffprobe says', () => {
  it('becomes facts', () => {
    const info = read({ streams: [{ ...video, avg_frame_rate: '30000/1001' }, audio], format });
    expect(info).toMatchObject({ durationSeconds: 2.5, sizeBytes: 1000, bitRate: 3200 });
    expect(info.video).toMatchObject({
      codec: 'h264',
      bitDepth: 8,
      averageFrameRate: { numerator: 30000, denominator: 1001 },
      nominalFrameRate: null,
      shown: { width: 640, height: 480 },
    });
    expect(info.audio).toMatchObject({ codec: 'aac', channels: 2, sampleRate: 48000 });
  });

  it('tells covers, subtitles and sound that nobody can decode from video and audio', () => {
    const cover = { ...video, index: 2, codec_name: 'png', disposition: { attached_pic: 1 } };
    const spatial = { index: 3, codec_type: 'audio' };
    const info = read({
      streams: [cover, video, spatial, audio, { index: 4, codec_type: 'subtitle' }],
      format,
    });
    expect(info.video.index).toBe(0);
    expect(info.audio?.index).toBe(1);
    expect(info.others.map(({ kind }) => kind)).toEqual([
      'attached_picture',
      'undecodable_audio',
      'subtitle',
    ]);
  });

  it('take the first of several sounds, or the first that is the usual one', () => {
    const second = { ...audio, index: 2 };
    const usual = { ...second, disposition: { default: 1 } };
    expect(read({ streams: [video, audio, second], format }).audio?.index).toBe(1);
    expect(read({ streams: [video, audio, usual], format }).audio?.index).toBe(2);
    const both = [{ ...audio, disposition: { default: 1 } }, usual];
    expect(read({ streams: [video, ...both], format }).audio?.index).toBe(1);
  });

  it.each([
    ['smpte2084', 'pq'],
    ['arib-std-b67', 'hlg'],
    ['bt709', 'none'],
    ['unknown', 'none'],
  ])('of a transfer %s is HDR %s', (color_transfer, hdr) => {
    const stream = { ...video, color_transfer, pix_fmt: 'yuv420p10le' };
    const info = read({ streams: [stream], format });
    expect(info.video.colour.hdr).toBe(hdr);
    expect(info.video.bitDepth).toBe(10);
  });

  it.each([
    ['nothing', {}, 'no_video'],
    ['no object at all', 'text', 'no_video'],
    ['sound alone', { streams: [audio] }, 'no_video'],
    ['a cover and sound', { streams: [{ ...video, disposition: { attached_pic: 1 } }, audio] }, 'no_video'],
    [
      'a codec that is not on the list',
      { streams: [{ ...video, codec_name: 'magicyuv' }] },
      'unsupported_codec',
    ],
    [
      'a second video that is not on the list',
      { streams: [video, { ...video, codec_name: 'svg' }] },
      'unsupported_codec',
    ],
    ['a video without a size', { streams: [{ ...video, width: 0 }] }, 'damaged'],
    ['too many pixels', { streams: [{ ...video, width: 16384, height: 8640 }] }, 'too_large'],
    ['40 hours', { streams: [video], format: { duration: '144000' } }, 'too_long'],
    ['40 hours of one stream', { streams: [{ ...video, duration: '144000' }] }, 'too_long'],
    ['33 streams', { streams: Array.from({ length: 33 }, () => video) }, 'too_many_streams'],
    [
      'numbers that are none',
      { streams: [{ ...video, bit_rate: 'N/A', nb_frames: '-5' }], format: { duration: 'nan' } },
      'accepted',
    ],
  ])('about %s has its answer', (_what, answer, code) => {
    expect(codeOf(answer)).toBe(code);
  });

  it('is bounded and harmless text where a stranger wrote it', () => {
    const title = `\u0000<b>\u001b[31m\r\n\r\ndata: x\ud800${'y'.repeat(1_000_000)}`;
    const info = read({ streams: [video], format: { ...format, tags: { TITLE: title, encoder: 5 } } });
    expect(info.tags.title).toHaveLength(255);
    expect(info.tags.title).not.toMatch(/[\u0000-\u001f\ud800-\udfff]/);
    expect(info.tags.encoder).toBeNull();
  });

  it('takes the duration of the longest stream where the container has none', () => {
    const info = read({
      streams: [{ ...video, tags: { DURATION: '00:00:02.040000000' } }, audio],
      format: {},
    });
    expect(info.durationSeconds).toBe(2.04);
    expect(clockSeconds('99:99')).toBeNull();
  });
});
