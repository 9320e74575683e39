import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { detectToolchain, makeThumbnail, probe, type MediaInfo } from '#libs/media';
import { inputRestrictions, LOOKING_RESTRICTIONS } from '../../../libs/media/input/input-arguments';
import { DEFAULT_INPUT_LIMITS } from '../../../libs/media/input/input-limits';
import { SHORT_RUN } from '../../../libs/media/sandbox/run-limits';
import { runProgram } from '../../../libs/media/sandbox/run-program';
import { ATTACKS, aviWithPlaylist, EXTENSIONS, type Target } from './material/attacks';
import { H264, makeClip } from './material/clips';
import { ffprobePath, openWorkshop, runBeside, type Workshop } from './material/media-tools';
import { NEIGHBOUR, neighboursIn } from './material/neighbours';
import type { ForbiddenGround } from '../../support/forbidden-ground';

jest.setTimeout(60_000);

let workshop: Workshop;
let ground: ForbiddenGround;
let target: Target;

beforeAll(async () => {
  workshop = await openWorkshop();
  ({ ground } = await neighboursIn(workshop.folder));
  target = { neighbour: 'neighbour.ts', address: ground.address };
});
beforeEach(() => ground.forget());
afterEach(async () => expect(await workshop.leftovers()).toEqual([]));
afterAll(async () => {
  ground.close();
  await workshop.close();
});

const write = async (name: string, content: string | Buffer) => {
  const file = path.join(workshop.folder, name);
  await writeFile(file, content);
  return file;
};

const expectNothingTouched = async () => expect(await ground.touched()).toEqual([]);

/** What ffprobe itself makes of a file, without anything that we put in front of it. */
const unguarded = (file: string, ...options: string[]) =>
  runBeside(ffprobePath, ['-v', 'error', ...options, '-show_entries', 'stream=width', file], workshop.folder);

const cases = ATTACKS.flatMap((attack) => EXTENSIONS.map((extension) => ({ ...attack, extension })));

describe('a text that names other files and addresses', () => {
  it.each(cases)(
    'is refused by its first bytes: $name as $extension',
    async ({ name, extension, ...attack }) => {
      const file = await write(`${name}.${extension}`, attack.text(target));
      await expect(probe(workshop.tools, file)).rejects.toMatchObject({
        code: 'unsupported_container',
        isPermanent: true,
        evidence: { detail: attack.content },
      });
      await expectNothingTouched();
    },
  );

  it.each(ATTACKS)('is refused by the command line alone: $name', async ({ name, text }) => {
    const file = await write(
      `${name}.mp4`,
      text({ ...target, neighbour: path.join(workshop.folder, target.neighbour) }),
    );
    for (const kind of ['isobmff', 'avi', 'matroska'] as const) {
      const restrictions = [...LOOKING_RESTRICTIONS, ...inputRestrictions(kind, DEFAULT_INPUT_LIMITS)];
      // With the network there, so that it is the options that are seen to hold.
      for (const options of [restrictions, restrictions.slice(0, -2)]) {
        const { status, stdout } = await unguarded(file, ...options);
        expect({ status, found: /width/.test(stdout) }).toEqual({ status: 1, found: false });
      }
    }
    await expectNothingTouched();
  });

  it('makes this ffprobe read the neighbour and call out where nothing holds it', async () => {
    const toolchain = await detectToolchain(workshop.tools);
    const reads = async (name: string, neighbour: string) => {
      const attack = ATTACKS.find((each) => each.name === name)!;
      const { stdout } = await unguarded(
        await write(`control-${name}.mp4`, attack.text({ ...target, neighbour })),
      );
      return stdout.includes(`width=${String(NEIGHBOUR.width)}`);
    };
    const leaks = {
      playlist: await reads('hls-file', 'neighbour.ts'),
      manifest: await reads('dash-file', 'neighbour.mp4'),
      concat: await reads('concat-file', 'neighbour.mp4'),
    };
    await unguarded(
      await write('control.m3u8', ATTACKS.find(({ name }) => name === 'hls-http')!.text(target)),
      '-protocol_whitelist',
      'file,http,tcp',
    );
    // Later ones refuse more by themselves; what is shown here is that the tests above can see a leak.
    if (toolchain.ffprobe?.major === 5)
      expect(leaks).toEqual({ playlist: true, manifest: true, concat: true });
    expect(await ground.touched()).toEqual(expect.arrayContaining(['the listener', 'neighbour.ts']));
  });
});

describe('an AVI with a playlist for subtitles', () => {
  it('opens nothing', async () => {
    for (const { text } of ATTACKS) {
      const file = await write('subtitled.avi', aviWithPlaylist(text(target)));
      await expect(probe(workshop.tools, file)).rejects.toMatchObject({ isPermanent: true });
    }
    await expectNothingTouched();
  });
});

describe('the network', () => {
  it('is not there for a program in the sandbox', async () => {
    if (!workshop.tools.sandbox.noNetwork.isAvailable) return;
    const run = { program: 'ffprobe', args: ['-v', 'error', `${target.address}/x.mp4`] } as const;
    const outcome = await runProgram(workshop.tools, { ...run, folder: workshop.folder, limits: SHORT_RUN });
    expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/unreachable/) as string });
    await expectNothingTouched();
    await unguarded(`${target.address}/x.mp4`);
    expect(await ground.touched()).toEqual(['the listener']);
  });
});

describe('a codec that is not on the list', () => {
  it('is not decoded, even by somebody who says that it is H.264', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=10:d=1'];
    const file = makeClip(workshop.folder, 'magic.avi', [...source, '-c:v', 'magicyuv']);
    await expect(probe(workshop.tools, file)).rejects.toMatchObject({ code: 'unsupported_codec' });
    const honest = makeClip(workshop.folder, 'honest.avi', [...source, ...H264]);
    const lie: MediaInfo = await probe(workshop.tools, honest);
    await expect(makeThumbnail(workshop.tools, file, lie, { canToneMap: false })).rejects.toMatchObject({
      code: 'no_frame',
    });
  });
});
