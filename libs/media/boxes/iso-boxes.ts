import type { ScanSource } from './scan-source';

export interface Box {
  readonly type: string;
  readonly contentStart: number;
  /** Where its header says that it ends, which may be behind the end of the file. */
  readonly end: number;
}

export interface Extent {
  readonly contentStart: number;
  readonly end: number;
}

const HEADER_BYTES = 16;

/** The boxes that lie side by side in an extent. Ends at the first header that makes no sense. */
export async function* boxesIn(source: ScanSource, extent: Extent): AsyncGenerator<Box> {
  const end = Math.min(extent.end, source.sizeBytes);
  let at = extent.contentStart;
  while (at + 8 <= end) {
    source.countBox();
    const box = readBox(await source.read(at, HEADER_BYTES), at, extent.end);
    if (box === null) return;
    yield box;
    at = box.end;
  }
}

function readBox(header: Buffer, at: number, parentEnd: number): Box | null {
  if (header.length < 8) return null;
  const type = header.toString('latin1', 4, 8);
  const size = header.readUInt32BE(0);
  if (size === 0) return { type, contentStart: at + 8, end: parentEnd };
  if (size !== 1) return size < 8 ? null : { type, contentStart: at + 8, end: at + size };
  if (header.length < HEADER_BYTES) return null;
  const largeSize = Number(header.readBigUInt64BE(8));
  if (largeSize < HEADER_BYTES || !Number.isSafeInteger(at + largeSize)) return null;
  return { type, contentStart: at + HEADER_BYTES, end: at + largeSize };
}

/** The first box at the end of a path of types. */
export async function findBox(
  source: ScanSource,
  within: Extent,
  ...types: readonly string[]
): Promise<Box | null> {
  const [type, ...rest] = types;
  for await (const box of boxesIn(source, within)) {
    if (box.type !== type) continue;
    return rest.length === 0 ? box : findBox(source, box, ...rest);
  }
  return null;
}
