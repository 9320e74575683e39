import type { ProvenanceFacts } from './provenance-facts';
import { ScanBoundReached, type ScanSource } from '../boxes/scan-source';

const CHUNK_HEADER = 8;
const FORM_HEADER = 12;

/** RIFF forms follow one another (the second begins at 1 GiB); credentials are a chunk at the top of the first. */
export async function scanAvi(source: ScanSource): Promise<ProvenanceFacts> {
  let hasCredentials = false;
  let at = 0;
  let isComplete = true;
  try {
    while (at + FORM_HEADER <= source.sizeBytes) {
      const header = await source.read(at, FORM_HEADER);
      if (header.toString('latin1', 0, 4) !== 'RIFF') break;
      const end = at + CHUNK_HEADER + padded(header.readUInt32LE(4));
      hasCredentials ||= await hasCredentialsChunk(source, at + FORM_HEADER, end);
      at = end;
    }
  } catch (error) {
    if (!(error instanceof ScanBoundReached)) throw error;
    isComplete = false;
  }
  return {
    contentCredentials: hasCredentials ? 'found' : isComplete ? 'not_found' : 'unknown',
    editLists: null,
    timestampGaps: null,
    missingBytes: Math.max(0, at - source.sizeBytes),
    isComplete,
  };
}

async function hasCredentialsChunk(source: ScanSource, start: number, end: number): Promise<boolean> {
  let at = start;
  while (at + CHUNK_HEADER <= Math.min(end, source.sizeBytes)) {
    source.countBox();
    const header = await source.read(at, CHUNK_HEADER);
    if (header.length < CHUNK_HEADER) return false;
    if (header.toString('latin1', 0, 4) === 'C2PA') return true;
    at += CHUNK_HEADER + padded(header.readUInt32LE(4));
  }
  return false;
}

/** Chunks begin at even places. */
function padded(size: number): number {
  return size + (size % 2);
}
