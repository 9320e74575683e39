import { boxesIn, findBox, type Box } from '../boxes/iso-boxes';
import type { ScanSource } from '../boxes/scan-source';
import { gapsIn, type SampleRun, type TimestampGaps } from './timestamp-gaps';

export interface TrackFacts {
  readonly isVideo: boolean;
  /** Null when the track has no edit list. */
  readonly edits: { readonly entries: number; readonly emptyEntries: number } | null;
  readonly gaps: TimestampGaps | null;
}

/** Tables longer than this are read up to here. */
const TABLE_BYTES = 1024 * 1024;

export async function readTrack(source: ScanSource, track: Box): Promise<TrackFacts> {
  const isVideo = (await handlerOf(source, track)) === 'vide';
  return {
    isVideo,
    edits: await readEdits(source, track),
    gaps: isVideo ? await readGaps(source, track) : null,
  };
}

export async function* tracksOf(source: ScanSource, movie: Box): AsyncGenerator<Box> {
  for await (const box of boxesIn(source, movie)) if (box.type === 'trak') yield box;
}

async function handlerOf(source: ScanSource, track: Box): Promise<string | null> {
  const handler = await findBox(source, track, 'mdia', 'hdlr');
  if (handler === null) return null;
  const content = await source.read(handler.contentStart, 12);
  return content.toString('latin1', 8, 12);
}

/** An entry: duration, media time (-1: nothing is shown), rate; 64-bit numbers in version 1. */
async function readEdits(source: ScanSource, track: Box): Promise<TrackFacts['edits']> {
  const table = await readTable(source, await findBox(source, track, 'edts', 'elst'));
  if (table === null) return null;
  const width = table.version === 1 ? 20 : 12;
  let emptyEntries = 0;
  const entries = Math.min(table.count, Math.floor(table.rows.length / width));
  for (let index = 0; index < entries; index += 1) {
    const at = index * width + (table.version === 1 ? 8 : 4);
    if (table.rows.readInt32BE(at) === -1) emptyEntries += 1;
  }
  return { entries, emptyEntries };
}

async function readGaps(source: ScanSource, track: Box): Promise<TimestampGaps | null> {
  const timescale = await timescaleOf(source, track);
  const table = await readTable(source, await findBox(source, track, 'mdia', 'minf', 'stbl', 'stts'));
  if (timescale === null || table === null) return null;
  const runs: SampleRun[] = [];
  for (let at = 0; at + 8 <= table.rows.length && runs.length < table.count; at += 8) {
    runs.push({ samples: table.rows.readUInt32BE(at), delta: table.rows.readUInt32BE(at + 4) });
  }
  return gapsIn(runs, timescale);
}

async function timescaleOf(source: ScanSource, track: Box): Promise<number | null> {
  const header = await findBox(source, track, 'mdia', 'mdhd');
  if (header === null) return null;
  const content = await source.read(header.contentStart, 24);
  const at = content[0] === 1 ? 20 : 12;
  const timescale = content.length >= at + 4 ? content.readUInt32BE(at) : 0;
  return timescale > 0 ? timescale : null;
}

interface Table {
  readonly version: number;
  readonly count: number;
  readonly rows: Buffer;
}

async function readTable(source: ScanSource, box: Box | null): Promise<Table | null> {
  if (box === null) return null;
  const content = await source.read(box.contentStart, Math.min(box.end - box.contentStart, TABLE_BYTES));
  if (content.length < 8) return null;
  return { version: content[0] ?? 0, count: content.readUInt32BE(4), rows: content.subarray(8) };
}
