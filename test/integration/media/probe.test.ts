import { execFileSync } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError, probe, type MediaErrorCode, type MediaInfo } from '#libs/media';
import { AAC, H264, makeClip, PICTURE, rotateClip, SOUND } from './material/clips';
import { openWorkshop, type Workshop } from './material/media-tools';

jest.setTimeout(60_000);

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterEach(async () => expect(await workshop.leftovers()).toEqual([]));
afterAll(() => workshop.close());

const clip = (name: string, ...args: string[]) => makeClip(workshop.folder, name, args);
const look = (file: string): Promise<MediaInfo> => probe(workshop.tools, file);

async function codeOf(file: string): Promise<MediaErrorCode | 'accepted'> {
  try {
    await look(file);
    return 'accepted';
  } catch (error) {
    if (error instanceof MediaError) return error.code;
    throw error;
  }
}

describe('a video', () => {
  it.each([
    ['mp4', 'isobmff', ['h264', 'aac'], [...H264, ...AAC]],
    ['mov', 'isobmff', ['prores', 'pcm_s16le'], ['-c:v', 'prores', '-c:a', 'pcm_s16le']],
    ['avi', 'avi', ['mpeg4', 'mp3'], ['-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
    ['webm', 'matroska', ['vp8', 'opus'], ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus']],
    ['mkv', 'matroska', ['h264', 'flac'], [...H264, '-c:a', 'flac']],
  ])('in %s is described', async (format, family, codecs, coding) => {
    const info = await look(clip(`plain.${format}`, ...PICTURE, ...SOUND, ...coding));
    expect(info).toMatchObject({ format, family, videos: [{}], audios: [{}] });
    expect([info.video.codec, info.audio?.codec]).toEqual(codecs);
    expect(info.video).toMatchObject({
      coded: { width: 160, height: 120 },
      shown: { width: 160, height: 120 },
      averageFrameRate: { numerator: 10, denominator: 1 },
    });
    expect(info.durationSeconds).toBeCloseTo(2, 0);
    expect(info.sizeBytes).toBe((await readFile(path.join(workshop.folder, `plain.${format}`))).length);
    expect(info.tags.encoder ?? info.tags.software).toMatch(/^Lavf/);
  });

  it.each([90, 180, 270] as const)('turned by %d degrees is shown so', async (degrees) => {
    const file = clip(`turned${String(degrees)}.mp4`, ...PICTURE, ...H264);
    await rotateClip(file, degrees);
    const { video } = await look(file);
    expect(video.rotationDegrees).toBe(degrees);
    expect(video.coded).toEqual({ width: 160, height: 120 });
    expect(video.shown).toEqual(degrees === 180 ? { width: 160, height: 120 } : { width: 120, height: 160 });
  });

  it('with oblong pixels is shown wider', async () => {
    const { video } = await look(clip('oblong.mp4', ...PICTURE, '-vf', 'setsar=4/3', ...H264));
    expect(video).toMatchObject({
      coded: { width: 160, height: 120 },
      shown: { width: 213, height: 120 },
      pixelShape: { numerator: 4, denominator: 3 },
    });
  });

  it('of varying frame rate has an average that is not its nominal one', async () => {
    const vary = "select='not(between(n,4,9))'";
    const file = clip('varying.mp4', ...PICTURE, '-vf', vary, '-vsync', 'vfr', ...H264);
    const { video } = await look(file);
    const rate = (fraction: typeof video.averageFrameRate) =>
      fraction === null ? 0 : fraction.numerator / fraction.denominator;
    expect(rate(video.averageFrameRate)).toBeLessThan(rate(video.nominalFrameRate));
  });

  it('keeps a rate of 30000/1001 exact', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=30000/1001:d=1'];
    const { video } = await look(clip('ntsc.mp4', ...source, ...H264));
    expect(video.averageFrameRate).toEqual({ numerator: 30000, denominator: 1001 });
  });

  it('without sound has none', async () => {
    expect((await look(clip('silent.mp4', ...PICTURE, ...H264))).audio).toBeNull();
  });

  it('with a cover in it is not taken for its cover', async () => {
    const cover = clip('cover.png', '-f', 'lavfi', '-i', 'color=red:s=32x32', '-frames:v', '1');
    const mapping = ['-map', '1:v', '-map', '0:v', '-map', '0:a'];
    const plain = clip('uncovered.mp4', ...PICTURE, ...SOUND, ...H264, ...AAC);
    const file = clip(
      'covered.mp4',
      '-i',
      plain,
      '-i',
      cover,
      ...mapping,
      '-c',
      'copy',
      '-disposition:v:0',
      'attached_pic',
    );
    const info = await look(file);
    expect(info.video.codec).toBe('h264');
    expect(info.others).toMatchObject([{ kind: 'attached_picture', codec: 'png' }]);
  });

  it('with subtitles in it is described', async () => {
    const words = path.join(workshop.folder, 'words.srt');
    await writeFile(words, '1\n00:00:00,000 --> 00:00:01,000\nhello\n');
    const info = await look(clip('worded.mkv', ...PICTURE, '-i', words, ...H264, '-c:s', 'subrip'));
    expect(info.others).toMatchObject([{ kind: 'subtitle', codec: 'subrip' }]);
  });

  it.each([
    ['smpte2084', 'pq'],
    ['arib-std-b67', 'hlg'],
  ])('with the transfer %s is HDR of the kind %s', async (transfer, hdr) => {
    const colour = ['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc', '-color_trc', transfer];
    const coding = [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p10le',
      '-x265-params',
      'log-level=none',
    ];
    const { video } = await look(clip(`${hdr}.mp4`, ...PICTURE, ...colour, ...coding));
    expect(video).toMatchObject({ bitDepth: 10, colour: { hdr, transfer, primaries: 'bt2020' } });
  });

  it('of odd size keeps it', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc=s=121x81:r=10:d=1'];
    const { video } = await look(clip('odd.mp4', ...source, ...H264, '-pix_fmt', 'yuv444p'));
    expect(video.shown).toEqual({ width: 121, height: 81 });
  });

  it('that does not say how long it is has no duration', async () => {
    const info = await look(
      clip('live.webm', ...PICTURE, '-c:v', 'libvpx', '-deadline', 'realtime', '-live', '1'),
    );
    expect(info.durationSeconds).toBeNull();
  });

  it('with hostile tags is described in short, harmless text', async () => {
    const title = `title=<script>\r\n\r\ndata: x\u001b[31m${'y'.repeat(50_000)}`;
    const info = await look(clip('tagged.mkv', ...PICTURE, ...H264, '-metadata', title));
    expect(info.tags.title?.length).toBeLessThanOrEqual(256);
    expect(info.tags.title).toMatch(/^<script>\s+data: x \[31my+$/);
    expect(info.tags.title).not.toMatch(/[\r\n\u001b]/);
  });
});

describe('a file that is no such video', () => {
  it('is told from one', async () => {
    const plain = clip('whole.mp4', ...PICTURE, ...SOUND, ...H264, ...AAC);
    const bytes = await readFile(plain);
    const named = async (name: string, content: Buffer | string) => {
      const file = path.join(workshop.folder, name);
      await writeFile(file, content);
      return codeOf(file);
    };
    expect(await named('empty.mp4', '')).toBe('not_media');
    expect(await named('prose.mp4', 'once upon a time\n'.repeat(100))).toBe('not_media');
    expect(await named('noise.mkv', Buffer.alloc(5_000, 0xa7))).toBe('not_media');
    expect(await named('signature.mp4', bytes.subarray(0, 32))).toBe('truncated');
    expect(await named('headless.avi', Buffer.from('RIFF\x10\0\0\0AVI LIST\0\0\0\0', 'latin1'))).not.toBe(
      'accepted',
    );
    expect(
      await named(
        'headless.mkv',
        Buffer.concat([Buffer.from('1a45dfa38b4282886d6174726f736b61', 'hex'), Buffer.alloc(99)]),
      ),
    ).toBe('damaged');
    expect(await codeOf(clip('sound.mp4', ...SOUND, ...AAC))).toBe('no_video');
    expect(
      await codeOf(clip('picture.png', '-f', 'lavfi', '-i', 'color=red:s=32x32', '-frames:v', '1')),
    ).toBe('unsupported_container');
  });

  it('cut at every tenth ends with an answer', async () => {
    const atEnd = await readFile(clip('index-at-end.mp4', ...PICTURE, ...H264));
    const inFront = await readFile(
      clip('index-in-front.mp4', ...PICTURE, ...H264, '-movflags', '+faststart'),
    );
    const answers = { atEnd: new Set<string>(), inFront: new Set<string>() };
    for (let tenth = 1; tenth < 10; tenth += 1) {
      for (const [name, bytes] of Object.entries({ atEnd, inFront })) {
        const file = path.join(workshop.folder, 'cut.mp4');
        await writeFile(file, bytes.subarray(0, (bytes.length * tenth) / 10));
        answers[name as keyof typeof answers].add(await codeOf(file));
      }
    }
    expect([...answers.atEnd]).toEqual(['truncated']);
    expect(answers.inFront).toContain('accepted');
    expect([...answers.inFront].filter((code) => !/^(accepted|truncated|damaged)$/.test(code))).toEqual([]);
  });

  it('spoilt in any place ends with an answer', async () => {
    const whole = await Promise.all(
      [
        clip('spoil.mp4', ...PICTURE, ...SOUND, ...H264, ...AAC),
        clip('spoil.avi', ...PICTURE, '-c:v', 'mpeg4'),
        clip('spoil.mkv', ...PICTURE, ...H264),
      ].map((file) => readFile(file)),
    );
    let state = 7;
    const dice = (sides: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
    const answers = new Set<string>();
    for (let round = 0; round < 45; round += 1) {
      const bytes = Buffer.from(whole[round % whole.length]!);
      // The indices stand at both ends.
      const start = dice(2) === 0 ? 0 : bytes.length - 2_000;
      for (let hit = 0; hit < 20; hit += 1) bytes[start + dice(2_000)] = dice(3) === 0 ? 0xff : dice(256);
      const file = path.join(workshop.folder, 'spoilt.bin');
      await writeFile(file, bytes);
      answers.add(await codeOf(file));
    }
    const honest =
      /^(accepted|truncated|damaged|not_media|no_video|unsupported_codec|unsupported_container|too_l\w+)$/;
    expect([...answers].filter((code) => !honest.test(code))).toEqual([]);
    expect(answers.size).toBeGreaterThan(2);
  });

  it('with too many streams, pixels or seconds is refused', async () => {
    const many = Array.from({ length: 33 }, () => ['-map', '0:v']).flat();
    const crowd = clip('crowd.mkv', '-f', 'lavfi', '-i', 'color=s=16x16:r=5:d=0.4', ...many, ...H264);
    expect(await codeOf(crowd)).toBe('too_many_streams');
    const huge = ['-f', 'lavfi', '-i', 'color=gray:s=16384x8640', '-frames:v', '1', '-c:v', 'mjpeg'];
    expect(await codeOf(clip('huge.mov', ...huge))).toBe('too_large');
    const plain = clip('limits.mp4', ...PICTURE, ...H264);
    const limits = { maxPixels: 160 * 120 - 1, maxStreams: 32, maxDurationSeconds: 60 };
    await expect(probe(workshop.tools, plain, { limits })).rejects.toMatchObject({
      code: 'too_large',
      isPermanent: true,
    });
    // The decoder counts what it allocates, which is a little more than what is seen.
    const short = { ...limits, maxPixels: 192 * 128, maxDurationSeconds: 1 };
    await expect(probe(workshop.tools, plain, { limits: short })).rejects.toMatchObject({ code: 'too_long' });
  });

  it('is refused by its codec, of which ffprobe only warns', async () => {
    const file = clip('magic.avi', ...PICTURE, '-c:v', 'magicyuv');
    await expect(look(file)).rejects.toMatchObject({
      code: 'unsupported_codec',
      isPermanent: true,
      evidence: { detail: 'Codec (magicyuv) not on whitelist' },
    });
  });

  it('is a folder, a link, a pipe or nothing at all is not opened', async () => {
    const [link, pipe] = ['link.mp4', 'pipe.mp4'].map((name) => path.join(workshop.folder, name)) as [
      string,
      string,
    ];
    await symlink(clip('linked.mp4', ...PICTURE, ...H264), link);
    execFileSync('mkfifo', [pipe]);
    await expect(look(workshop.folder)).rejects.toThrow('not a regular file');
    await expect(look(pipe)).rejects.toThrow('not a regular file');
    await expect(look(link)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(look(path.join(workshop.folder, 'nowhere.mp4'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
