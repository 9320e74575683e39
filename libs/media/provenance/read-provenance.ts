import type { ContainerFamily } from '../input/file-signature';
import { openRegularFile } from '../input/regular-file';
import type { ProvenanceFacts } from './provenance-facts';
import { scanAvi } from './scan-avi';
import { scanIsoBmff } from './scan-isobmff';
import { scanMatroska } from './scan-matroska';
import { ScanSource } from '../boxes/scan-source';

const SCANS: Readonly<Record<ContainerFamily, (source: ScanSource) => Promise<ProvenanceFacts>>> = {
  isobmff: scanIsoBmff,
  avi: scanAvi,
  matroska: scanMatroska,
};

/** Reads headers and a few tables, at most 8 MiB of a file of any size. */
export async function readProvenance(
  inputPath: string,
  family: ContainerFamily,
  signal?: AbortSignal,
): Promise<ProvenanceFacts> {
  const handle = await openRegularFile(inputPath);
  try {
    const { size } = await handle.stat();
    return await SCANS[family](new ScanSource(handle, size, signal));
  } finally {
    await handle.close();
  }
}
