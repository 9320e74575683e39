import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { detectToolchain, makeThumbnail, probe, type Thumbnail } from '#libs/media';
import { AAC, H264, makeClip, PICTURE, rotateClip, SOUND } from './material/clips';
import { ffmpegPath, openWorkshop, runPlain, type Workshop } from './material/media-tools';

jest.setTimeout(60_000);

let workshop: Workshop;
let canToneMap: boolean;
beforeAll(async () => {
  workshop = await openWorkshop();
  ({ canToneMap } = await detectToolchain(workshop.tools));
});
afterEach(async () => expect(await workshop.leftovers()).toEqual([]));
afterAll(() => workshop.close());

const clip = (name: string, ...args: string[]) => makeClip(workshop.folder, name, args);

async function thumbnailOf(file: string, toneMaps = canToneMap): Promise<Thumbnail> {
  const info = await probe(workshop.tools, file);
  return makeThumbnail(workshop.tools, file, info, { canToneMap: toneMaps });
}

/** How colourful a picture is on the whole, 0 to 180. */
async function saturationOf({ jpeg }: Thumbnail): Promise<number> {
  const picture = path.join(workshop.folder, 'look.jpg');
  await writeFile(picture, jpeg);
  const measure = ['-vf', 'signalstats,metadata=print:file=-', '-f', 'null', '-'];
  const { stdout } = runPlain(ffmpegPath, ['-v', 'error', '-i', picture, ...measure]);
  return Number(/SATAVG=([\d.]+)/.exec(stdout)?.[1]);
}

describe('a thumbnail', () => {
  it.each([
    ['mp4', [...H264, ...AAC]],
    ['mov', ['-c:v', 'prores', '-c:a', 'pcm_s16le']],
    ['avi', ['-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
    ['webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus']],
    ['mkv', [...H264, '-c:a', 'flac']],
  ])('is made of %s', async (format, coding) => {
    const thumbnail = await thumbnailOf(clip(`plain.${format}`, ...PICTURE, ...SOUND, ...coding));
    expect(thumbnail).toMatchObject({ width: 160, height: 120, isBlank: false });
    expect(thumbnail.jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(thumbnail.jpeg.length).toBeGreaterThan(1_000);
  });

  it('stands upright and has square pixels', async () => {
    const file = clip('turned.mp4', ...PICTURE, '-vf', 'setsar=4/3', ...H264);
    await rotateClip(file, 90);
    expect(await thumbnailOf(file)).toMatchObject({ width: 120, height: 212 });
  });

  it('fits inside 1280x720', async () => {
    const large = ['-f', 'lavfi', '-i', 'testsrc2=s=1600x1200:r=2:d=1'];
    expect(await thumbnailOf(clip('large.mp4', ...large, ...H264))).toMatchObject({
      width: 960,
      height: 720,
    });
  });

  it('is not black where the video begins black and has no keyframe after that', async () => {
    const black = "drawbox=c=black:t=fill:enable='lt(t,1.2)'";
    const file = clip('intro.mp4', ...PICTURE, '-vf', black, ...H264, '-g', '250', '-sc_threshold', '0');
    const thumbnail = await thumbnailOf(file);
    expect(thumbnail.isBlank).toBe(false);
    expect(thumbnail.atSeconds).toBeGreaterThan(1);
  });

  it('is neither flat nor blurred where something better exists', async () => {
    const half = "boxblur=20:enable='lt(t,1)',drawbox=c=gray:t=fill:enable='lt(t,0.4)'";
    const thumbnail = await thumbnailOf(clip('soft.mp4', ...PICTURE, '-vf', half, ...H264, '-g', '2'));
    expect(thumbnail.isBlank).toBe(false);
    expect(thumbnail.atSeconds).toBeGreaterThanOrEqual(1);
  });

  it('of a video that is black all through is black and says so', async () => {
    const file = clip('night.mp4', '-f', 'lavfi', '-i', 'color=black:s=160x120:r=10:d=2', ...H264);
    expect(await thumbnailOf(file)).toMatchObject({ isBlank: true, width: 160, height: 120 });
  });

  it('of HDR is as bright and colourful as what it shows', async () => {
    if (!canToneMap) return;
    const toLinear =
      'setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709,zscale=t=linear:npl=100,format=gbrpf32le';
    const toPq = `${toLinear},zscale=p=bt2020,zscale=t=smpte2084:m=bt2020nc:r=tv:npl=100,format=yuv420p10le`;
    const colour = ['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc', '-color_trc', 'smpte2084'];
    const coding = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'];
    const file = clip('hdr.mp4', ...PICTURE, '-vf', toPq, ...coding, ...colour);
    const mapped = await saturationOf(await thumbnailOf(file));
    const plain = await saturationOf(await thumbnailOf(file, false));
    expect(mapped).toBeGreaterThan(plain * 1.3);
  });

  it('of HDR in odd size and without its primaries is made', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc=s=121x81:r=10:d=1'];
    const coding = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'];
    const file = clip(
      'bare.mp4',
      ...source,
      ...coding,
      '-pix_fmt',
      'yuv444p10le',
      '-color_trc',
      'arib-std-b67',
    );
    expect((await probe(workshop.tools, file)).video.colour.hdr).toBe('hlg');
    expect(await thumbnailOf(file)).toMatchObject({ width: 120, height: 80, isBlank: false });
  });

  it('is made of a video of one frame, of odd size, and of unknown length', async () => {
    const frame = clip('frame.mp4', '-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=10:d=0.1', ...H264);
    expect(await thumbnailOf(frame)).toMatchObject({ width: 64, height: 48 });
    const odd = clip(
      'odd.mp4',
      '-f',
      'lavfi',
      '-i',
      'testsrc=s=121x81:r=10:d=1',
      ...H264,
      '-pix_fmt',
      'yuv444p',
    );
    expect(await thumbnailOf(odd)).toMatchObject({ width: 120, height: 80 });
    const live = clip('live.webm', ...PICTURE, '-c:v', 'libvpx', '-deadline', 'realtime', '-live', '1');
    expect(await thumbnailOf(live)).toMatchObject({ width: 160, height: 120, isBlank: false });
  });

  it('is made although the file lies about its length', async () => {
    const file = clip('lie.mp4', ...PICTURE, ...H264);
    const info = await probe(workshop.tools, file);
    const thumbnail = await makeThumbnail(
      workshop.tools,
      file,
      { ...info, durationSeconds: 36_000 },
      { canToneMap },
    );
    expect(thumbnail.isBlank).toBe(false);
  });

  it('is none when the program that should make it makes nothing', async () => {
    const file = clip('idle.mp4', ...PICTURE, ...H264);
    const info = await probe(workshop.tools, file);
    const idle = { ...(await workshop.fake('idle', 'exit 0')), ffprobePath: workshop.tools.ffprobePath };
    await expect(makeThumbnail(idle, file, info, { canToneMap })).rejects.toMatchObject({ code: 'no_frame' });
  });

  it('is not believed when it is not the picture that was asked for', async () => {
    const file = clip('swap.mp4', ...PICTURE, ...H264);
    const info = await probe(workshop.tools, file);
    const picture = clip('wrong.jpg', '-f', 'lavfi', '-i', 'testsrc=s=32x32', '-frames:v', '1');
    const measures = [
      'signalstats.YLOW=9',
      'signalstats.YAVG=99',
      'signalstats.YHIGH=199',
      'entropy.entropy.normal.Y=5',
    ];
    const script = `cp '${picture}' picture0.jpg\nprintf '${measures.map((each) => `lavfi.${each}\\n`).join('')}' > measures0.txt`;
    const forger = { ...(await workshop.fake('forger', script)), ffprobePath: workshop.tools.ffprobePath };
    await expect(makeThumbnail(forger, file, info, { canToneMap })).rejects.toMatchObject({
      code: 'bad_output',
    });
  });
});
