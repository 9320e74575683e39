import { readElement } from '../input/ebml-header';
import type { ProvenanceFacts } from './provenance-facts';
import type { ScanSource } from '../boxes/scan-source';

const SEGMENT = 0x18538067;
const HEADER_BYTES = 4096;

/** No standard place for credentials, no edit lists; but the segment says how long it is, unless it was written live. */
export async function scanMatroska(source: ScanSource): Promise<ProvenanceFacts> {
  const head = await source.read(0, HEADER_BYTES);
  const header = readElement(head, 0);
  const segment = header && readElement(head, header.contentStart + header.size);
  const isSegment = segment?.id === SEGMENT && Number.isFinite(segment.size);
  return {
    contentCredentials: 'unknown',
    editLists: null,
    timestampGaps: null,
    missingBytes: isSegment ? Math.max(0, segment.contentStart + segment.size - source.sizeBytes) : null,
    isComplete: true,
  };
}
