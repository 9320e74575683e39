import { readFile, rename, writeFile } from 'node:fs/promises';
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
import {
  ffmpegPath,
  openWorkshop,
  runBeside,
  type Workshop,
} from '../integration/media/material/media-tools';
import { movWithReference } from '../integration/media/material/mov-with-reference';
import { neighboursIn, type Neighbours } from '../integration/media/material/neighbours';

jest.setTimeout(300_000);

const FAMILIES = ['isobmff', 'avi', 'matroska'] as const;
/** What stands in front of the input, each with its value, and keeps it from opening anything. */
const GUARDS = ['-protocol_whitelist', '-format_whitelist', '-f'];
const TEXTS = [...ATTACKS, ...MORE_ATTACKS];

/** Whatever got past a door and a probe: what makes pictures of it, told that it is an honest film, still opens nothing else. */
describe('a hostile file in the hands of what makes pictures', () => {
  let workshop: Workshop;
  let neighbours: Neighbours;
  let target: Target;
  let honest: MediaInfo;
  let isOfTheOldKind: boolean;

  beforeAll(async () => {
    workshop = await openWorkshop();
    neighbours = await neighboursIn(workshop.folder);
    honest = await probe(workshop.tools, neighbours.film);
    target = { neighbour: neighbours.segment, address: neighbours.ground.address };
    isOfTheOldKind = (await detectToolchain(workshop.tools)).ffmpeg?.major === 5;
  });
  beforeEach(() => neighbours.ground.forget());
  afterEach(async () => expect(await workshop.leftovers()).toEqual([]));
  afterAll(async () => {
    neighbours.ground.close();
    await workshop.close();
  });

  const touched = () => neighbours.ground.touched();
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
    await neighbours.ground.forget();
    await runBeside(ffmpegPath, args, workshop.folder);
    const seen = await touched();
    await neighbours.ground.forget();
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
    const film = await readFile(neighbours.film);
    const hostile = movWithReference(film, neighbours.film);
    const file = await write('reference.mov', hostile);
    await neighbours.ground.forget();
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
