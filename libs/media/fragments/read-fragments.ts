import { open } from 'node:fs/promises';
import { boxesIn, findBox, type Box } from '../boxes/iso-boxes';
import { OWN_FILE, ScanSource } from '../boxes/scan-source';
import { MediaError } from '../media-error';
import { readCodec } from './codec-string';
import { readFragmentHeader, type FragmentHeader } from './fragment-header';

/** A piece that can be decoded once the head of its file is known. */
export interface Fragment extends FragmentHeader {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A file of one track in fragments, as we write them for players. */
export interface FragmentedTrack {
  /** The head of the file: what a player needs before any fragment. */
  readonly headBytes: number;
  readonly sizeBytes: number;
  readonly timescale: number;
  /** As RFC 6381 names it: `avc1.640028`. */
  readonly codec: string;
  readonly fragments: readonly Fragment[];
}

/** How long a track plays. */
export function secondsOf({ fragments, timescale }: FragmentedTrack): number {
  return fragments.reduce((sum, { durationTicks }) => sum + durationTicks, 0) / timescale;
}

/** Where the fragments of a file lie and when they play. Throws `bad_output` for what is not whole. */
export async function readFragments(file: string): Promise<FragmentedTrack> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    return await readTrack(new ScanSource(handle, size, undefined, OWN_FILE));
  } finally {
    await handle.close();
  }
}

async function readTrack(source: ScanSource): Promise<FragmentedTrack> {
  const fragments: Fragment[] = [];
  let head: Pick<FragmentedTrack, 'headBytes' | 'timescale' | 'codec'> | null = null;
  let header: { readonly start: number; readonly facts: FragmentHeader } | null = null;
  let at = 0;
  for await (const box of boxesIn(source, { contentStart: 0, end: source.sizeBytes })) {
    if (box.type === 'moov') head = { headBytes: box.end, ...(await readHead(source, box)) };
    if (box.type === 'moof') header = { start: at, facts: readFragmentHeader(await contentOf(source, box)) };
    if (box.type === 'mdat' && header !== null) {
      fragments.push({ ...header.facts, offset: header.start, sizeBytes: box.end - header.start });
      header = null;
    }
    at = box.end;
  }
  if (head === null || header !== null || at !== source.sizeBytes || fragments.length === 0) {
    throw new MediaError('bad_output', { detail: 'a fragmented file that is not whole' });
  }
  return { ...head, sizeBytes: source.sizeBytes, fragments };
}

async function readHead(
  source: ScanSource,
  movie: Box,
): Promise<Pick<FragmentedTrack, 'timescale' | 'codec'>> {
  const mediaHeader = await findBox(source, movie, 'trak', 'mdia', 'mdhd');
  const samples = await findBox(source, movie, 'trak', 'mdia', 'minf', 'stbl', 'stsd');
  if (mediaHeader === null || samples === null) throw new MediaError('bad_output', { detail: 'no track' });
  const content = await contentOf(source, mediaHeader);
  return {
    timescale: content.readUInt32BE(content[0] === 1 ? 20 : 12),
    codec: readCodec(await contentOf(source, samples)),
  };
}

function contentOf(source: ScanSource, box: Box): Promise<Buffer> {
  return source.read(box.contentStart, box.end - box.contentStart);
}
