import { detectToolchain } from '#libs/media';
import { openWorkshop, type Workshop } from './material/media-tools';

jest.setTimeout(60_000);

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

describe('the toolchain', () => {
  it('of this machine can do what we need', async () => {
    const toolchain = await detectToolchain(workshop.tools);
    expect(toolchain).toMatchObject({ isUsable: true, problems: [] });
    expect(toolchain.undecodableCodecs).toEqual([]);
    expect(await workshop.leftovers()).toEqual([]);
  });

  it('that is not there is an answer', async () => {
    const tools = { ...workshop.tools, ffmpegPath: '/nowhere/ffmpeg' };
    expect(await detectToolchain(tools)).toMatchObject({
      ffmpeg: null,
      isUsable: false,
      problems: ['ffmpeg does not run'],
    });
  });

  it('that is something else is an answer', async () => {
    const tools = await workshop.fake('imposter', 'echo hello');
    expect((await detectToolchain(tools)).problems).toEqual(['ffmpeg does not run', 'ffprobe does not run']);
  });
});
