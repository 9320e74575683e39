import { boxesIn, type Box } from '../boxes/iso-boxes';
import { readTrack, tracksOf, type TrackFacts } from './iso-track';
import type { EditListFacts, ProvenanceFacts } from './provenance-facts';
import { ScanBoundReached, type ScanSource } from '../boxes/scan-source';

/** The user type of the `uuid` box in which content credentials (C2PA) stand. */
const CREDENTIALS = 'd8fec3d61b0e483c92975828877ec481';
const TRACK_LIMIT = 64;

export async function scanIsoBmff(source: ScanSource): Promise<ProvenanceFacts> {
  const found = { hasCredentials: false, end: 0, tracks: [] as TrackFacts[], isComplete: true };
  try {
    for await (const box of boxesIn(source, { contentStart: 0, end: source.sizeBytes })) {
      found.end = box.end;
      if (box.type === 'uuid') found.hasCredentials ||= await isCredentials(source, box);
      if (box.type === 'moov') await readTracks(source, box, found.tracks);
    }
  } catch (error) {
    if (!(error instanceof ScanBoundReached)) throw error;
    found.isComplete = false;
  }
  const isComplete = found.isComplete && found.end >= source.sizeBytes;
  return {
    contentCredentials: found.hasCredentials ? 'found' : isComplete ? 'not_found' : 'unknown',
    editLists: summary(found.tracks),
    timestampGaps: found.tracks.find(({ isVideo }) => isVideo)?.gaps ?? null,
    missingBytes: Math.max(0, found.end - source.sizeBytes),
    isComplete,
  };
}

async function isCredentials(source: ScanSource, box: Box): Promise<boolean> {
  return (await source.read(box.contentStart, 16)).toString('hex') === CREDENTIALS;
}

async function readTracks(source: ScanSource, movie: Box, tracks: TrackFacts[]): Promise<void> {
  for await (const track of tracksOf(source, movie)) {
    if (tracks.length >= TRACK_LIMIT) throw new ScanBoundReached();
    tracks.push(await readTrack(source, track));
  }
}

function summary(tracks: readonly TrackFacts[]): EditListFacts {
  const edited = tracks.flatMap(({ edits }) => edits ?? []);
  return {
    tracks: edited.length,
    entries: edited.reduce((sum, { entries }) => sum + entries, 0),
    emptyEntries: edited.reduce((sum, { emptyEntries }) => sum + emptyEntries, 0),
  };
}
