import { once } from 'node:events';
import { readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import {
  DEFAULT_INPUT_LIMITS,
  detectToolchain,
  makeThumbnail,
  MediaError,
  planRender,
  probe,
  renderVideo,
  type MediaInfo,
} from '#libs/media';
import { renderArguments } from '../../libs/media/render/render-arguments';
import { ATTACKS, MORE_ATTACKS, type Target } from '../integration/media/material/attacks';
import { AAC, H264, makeClip, SOUND } from '../integration/media/material/clips';
import {
  ffmpegPath,
  openWorkshop,
  runBeside,
  type Workshop,
} from '../integration/media/material/media-tools';
import { movWithReference } from '../integration/media/material/mov-with-reference';

jest.setTimeout(300_000);

const FAMILIES = ['isobmff', 'avi', 'matroska'] as const;
const LONG_AGO = new Date(2_000, 0, 1);
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc=s=98x74:r=10:d=1'];
/** What stands in front of the input, each with its value, and keeps it from opening anything. */
const GUARDS = ['-protocol_whitelist', '-format_whitelist', '-f'];
const TEXTS = [...ATTACKS, ...MORE_ATTACKS];

/** Whatever got past a door and a probe: what makes pictures of it, told that it is an honest film, still opens nothing else. */
describe('a hostile file in the hands of what makes pictures', () => {
  let workshop: Workshop;
  let listener: Server;
  let connections = 0;
  let neighbours: string[];
  let target: Target;
  let honest: MediaInfo;
  let isOfTheOldKind: boolean;

  beforeAll(async () => {
    workshop = await openWorkshop();
    listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    neighbours = ['neighbour.ts', 'neighbour.mp4'].map((name) =>
      makeClip(workshop.folder, name, [...PICTURE, ...SOUND, ...H264, ...AAC, '-t', '1']),
    );
    honest = await probe(workshop.tools, neighbours[1]!);
    const { port } = listener.address() as AddressInfo;
    target = { neighbour: neighbours[0]!, address: `http://127.0.0.1:${String(port)}` };
    isOfTheOldKind = (await detectToolchain(workshop.tools)).ffmpeg?.major === 5;
  });
  beforeEach(forget);
  afterEach(async () => expect(await workshop.leftovers()).toEqual([]));
  afterAll(async () => {
    listener.close();
    await workshop.close();
  });

  async function forget(): Promise<void> {
    connections = 0;
    for (const file of neighbours) await utimes(file, LONG_AGO, new Date());
  }

  async function touched(): Promise<readonly string[]> {
    const read: string[] = connections > 0 ? ['the listener'] : [];
    for (const file of neighbours)
      if ((await stat(file)).atime.getTime() !== LONG_AGO.getTime()) read.push(path.basename(file));
    return read;
  }

  const write = async (name: string, content: string | Buffer) => {
    const file = path.join(workshop.folder, name);
    await writeFile(file, content);
    return file;
  };
  const planFor = (info: MediaInfo) =>
    planRender(info, { limits: DEFAULT_INPUT_LIMITS, canToneMap: true, threads: 1, extraCodecs: [] });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'made',
      (error: unknown) => (error instanceof MediaError ? error.code : String(error)),
    );

  /** The command of a render, with nothing to hold it back. */
  async function unguarded(
    content: string | Buffer,
    ...instead: readonly string[]
  ): Promise<readonly string[]> {
    const args = [...renderArguments(planFor(honest))];
    // Nobody reads its reports here.
    args.splice(args.indexOf('-progress'), 2);
    const input = args.indexOf('-i');
    for (const guard of GUARDS) args.splice(args.lastIndexOf(guard, input), 2);
    args.splice(args.indexOf('-i'), 0, ...instead);
    await rename(await write('hostile', content), path.join(workshop.folder, 'input'));
    await forget();
    await runBeside(ffmpegPath, args, workshop.folder);
    const seen = await touched();
    await forget();
    return seen;
  }

  it.each(TEXTS)('opens nothing else: $name', async ({ name, text }) => {
    const file = await write(`${name}.mp4`, text(target));
    for (const family of FAMILIES) {
      const lie = { ...honest, family };
      expect(await codeOf(makeThumbnail(workshop.tools, file, lie, { canToneMap: true }))).toBe('no_frame');
    }
    const task = { tools: workshop.tools, inputPath: file, info: honest, plan: planFor(honest), options: {} };
    expect(await codeOf(renderVideo(task, () => Promise.resolve()))).toBe('damaged');
    expect(await touched()).toEqual([]);
  });

  it('would, if nothing held it back', async () => {
    const leaks: Record<string, readonly string[]> = {};
    for (const { name, text } of TEXTS) leaks[name] = await unguarded(text(target));
    leaks['hls-http'] = await unguarded(
      TEXTS.find(({ name }) => name === 'hls-http')!.text(target),
      '-protocol_whitelist',
      'file,http,tcp',
    );
    expect(leaks['hls-http']).toContain('the listener');
    // Later ones refuse more by themselves.
    if (isOfTheOldKind) expect(leaks).toMatchObject({ 'hls-file': ['neighbour.ts'], 'hls-concat': [] });
  });

  it('reads no samples out of another file that its index names', async () => {
    const film = await readFile(neighbours[1]!);
    const hostile = movWithReference(film, neighbours[1]!);
    const file = await write('reference.mov', hostile);
    await forget();
    expect(await codeOf(probe(workshop.tools, file))).toBe('made');
    expect(await codeOf(makeThumbnail(workshop.tools, file, honest, { canToneMap: true }))).toBe('no_frame');
    const task = { tools: workshop.tools, inputPath: file, info: honest, plan: planFor(honest), options: {} };
    expect(await codeOf(renderVideo(task, () => Promise.resolve()))).not.toBe('made');
    expect(await touched()).toEqual([]);
    expect(await unguarded(hostile, '-enable_drefs', '1', '-use_absolute_path', '1')).toEqual([
      'neighbour.mp4',
    ]);
  });
});
