import { detectToolchain, makeThumbnail, probe } from '#libs/media';
import { SmallDisk } from '../../support/small-disk';
import { AAC, H264, makeClip, SOUND } from './material/clips';
import { openWorkshop, type Workshop } from './material/media-tools';

const KIB = 1024;
const disk = SmallDisk.mount(32);

if (disk === null) it.skip('a full disk: this account may not mount a small one', () => undefined);

/** A file is not at fault when there is no room for what is made of it. */
(disk === null ? describe.skip : describe)('with a full disk under its working folder', () => {
  let workshop: Workshop;
  let clip: string;

  beforeAll(async () => {
    workshop = await openWorkshop();
    // Noise, since pictures of it are large.
    const picture = ['-f', 'lavfi', '-i', 'nullsrc=s=1280x720:r=10:d=2,geq=random(1)*255:128:128'];
    clip = makeClip(workshop.folder, 'noise.mp4', [...picture, ...SOUND, ...H264, ...AAC]);
  });

  afterAll(async () => {
    await disk?.unmount();
    await workshop.close();
  });

  it.each([0, 64])('a thumbnail that has %d KiB of room fails for want of it', async (room) => {
    const tools = { ...workshop.tools, temporaryFolder: disk?.folder ?? '' };
    await disk?.empty();
    const info = await probe(tools, clip);
    const { canToneMap } = await detectToolchain(tools);
    await disk?.fillAllBut(room * KIB);
    const code = await makeThumbnail(tools, clip, info, { canToneMap }).then(
      () => 'made',
      (error: unknown) => (error as { code?: unknown }).code,
    );
    expect(['no_space', 'ENOSPC']).toContain(code);
  });

  it('a thumbnail is made when there is room again', async () => {
    const tools = { ...workshop.tools, temporaryFolder: disk?.folder ?? '' };
    await disk?.empty();
    const info = await probe(tools, clip);
    expect((await makeThumbnail(tools, clip, info, { canToneMap: false })).jpeg.length).toBeGreaterThan(
      1_000,
    );
  });
});
