import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  framesPerSecond,
  makeStoryboard,
  planStoryboard,
  ratesOf,
  segmentsOf,
  TAP_SIZE,
  type MadeRendition as Made,
  type MadeTap,
  type MadeTrack as Track,
  type MediaTools,
  type Rendered,
  type RenderPlan,
} from '#libs/media';
import { missingOutputs } from '../domain/added-renditions';
import type {
  MadeFile,
  MadeRendition,
  MadeStoryboard,
  MadeTrack,
  RenderedMedia,
} from '../domain/rendered-media';

const NEARLY_WHOLE = 0.95;

/** What was made, and of what: bytes that its source promises and does not have. */
type RenderedOf = Rendered & { readonly missingBytes: number | null };

/** What the media library made, in the words of processing. */
export async function describeRendered(
  tools: MediaTools,
  plan: RenderPlan,
  made: RenderedOf,
  signal: AbortSignal,
): Promise<Omit<RenderedMedia, 'facts'>> {
  const pictures = made.renditions.map(pictureTrack);
  return {
    tracks: [...pictures, ...(made.audio === null ? [] : [toTrack('sound', made.audio, null)])],
    renditions: plan.renditions.map((each) => toRendition(each, pictures)),
    proxy: made.proxy,
    storyboard: await storyboardOf(tools, made, signal),
    evidence: await evidenceOf(made),
    warnings: warningsOf(made),
  };
}

function pictureTrack({ plan, ...made }: Made): MadeTrack {
  return toTrack(plan.name, made, { ...plan.size, fps: framesPerSecond(plan.frameRate) });
}

function toTrack(name: string, { file, track }: Track, picture: MadeTrack['picture']): MadeTrack {
  const segments = segmentsOf(track);
  return {
    name,
    file,
    sizeBytes: track.sizeBytes,
    codec: track.codec,
    picture,
    ...ratesOf(segments),
    headBytes: track.headBytes,
    segments,
  };
}

function toRendition(plan: RenderPlan['renditions'][number], tracks: readonly MadeTrack[]): MadeRendition {
  const track = tracks.find(({ name }) => name === plan.name);
  return {
    name: plan.name,
    ...plan.size,
    fps: framesPerSecond(plan.frameRate),
    codec: plan.codec,
    bitRate: track?.averageBitRate ?? 0,
    status: track === undefined ? 'missing' : 'ready',
  };
}

async function storyboardOf(
  tools: MediaTools,
  { samples }: Rendered,
  signal: AbortSignal,
): Promise<MadeStoryboard | null> {
  if (samples === null || samples.count === 0) return null;
  const plan = planStoryboard({ ...samples.plan, count: samples.count });
  const { tile, columns, rows, tiles, intervalSeconds } = plan;
  return {
    sheets: await makeStoryboard(tools, samples.file, plan, signal),
    tileWidth: tile.width,
    tileHeight: tile.height,
    columns,
    rows,
    tiles,
    intervalSeconds,
  };
}

async function evidenceOf({ tap, samples }: Rendered): Promise<RenderedMedia['evidence']> {
  if (tap === null || samples === null) return null;
  return {
    tap: await packTap(tap),
    stills: await joined(tap),
    samples: await measured(samples.file),
  };
}

/** A line that says what follows, and the grey pictures, all of it compressed. */
async function packTap({ file, timesSeconds }: MadeTap): Promise<MadeFile> {
  const packed = `${file}.gz`;
  const gzip = createGzip({ level: 1 });
  gzip.write(`${JSON.stringify({ ...TAP_SIZE, times_seconds: timesSeconds })}\n`);
  await pipeline(createReadStream(file), gzip, createWriteStream(packed));
  return measured(packed);
}

/** One behind the other, as in a motion JPEG: one object instead of sixteen. */
async function joined({ file, stills }: MadeTap): Promise<MadeFile> {
  const all = `${file}.stills`;
  await appendFile(all, '');
  for (const still of stills) await pipeline(createReadStream(still), createWriteStream(all, { flags: 'a' }));
  return measured(all);
}

async function measured(file: string): Promise<MadeFile> {
  return { file, sizeBytes: (await stat(file)).size };
}

function warningsOf({ decodedShare, missingBytes, missing }: RenderedOf): readonly string[] {
  const percent = Math.floor(decodedShare * 100);
  const isCut = missingBytes !== null && missingBytes > 0;
  return [
    ...(decodedShare < NEARLY_WHOLE
      ? [`damaged_source: only ${String(percent)} % of the pictures could be read.`]
      : []),
    ...(decodedShare >= NEARLY_WHOLE && isCut
      ? [`damaged_source: the last ${String(missingBytes)} bytes of the file are missing.`]
      : []),
    ...[missingOutputs(missing)].filter((warning) => warning !== null),
  ];
}
