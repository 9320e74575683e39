import { boxesOf, boxOf } from '../boxes/boxes-of';
import { MediaError } from '../media-error';

const SAMPLE_TABLE_HEADER = 8;
/** What stands in a sample entry for pictures in front of its boxes. */
const PICTURE_ENTRY = 78;

/** The codec of a track as RFC 6381 writes it, out of its sample descriptions. */
export function readCodec(descriptions: Buffer): string {
  const [entry = { type: 'nothing', content: descriptions }] = boxesOf(
    descriptions.subarray(SAMPLE_TABLE_HEADER),
  );
  switch (entry.type) {
    case 'avc1':
      return avc(settings(entry.content, 'avcC'));
    case 'hvc1':
      return hevc(settings(entry.content, 'hvcC'));
    case 'av01':
      return av1(settings(entry.content, 'av1C'));
    case 'mp4a':
      return 'mp4a.40.2';
    default:
      throw new MediaError('bad_output', { detail: `a track of ${entry.type}` });
  }
}

function settings(entry: Buffer, type: string): Buffer {
  const found = boxOf(entry.subarray(PICTURE_ENTRY), type);
  if (found === null || found.length < 4) throw new MediaError('bad_output', { detail: `no ${type}` });
  return found;
}

/** Profile, constraints, level. */
function avc(record: Buffer): string {
  return `avc1.${record.toString('hex', 1, 4)}`;
}

/** Profile, the compatible profiles with their bits turned round, tier and level, constraints without trailing zeros. */
function hevc(record: Buffer): string {
  const general = record[1] ?? 0;
  const space = ['', 'A', 'B', 'C'][general >> 6] ?? '';
  const tier = general & 0x20 ? 'H' : 'L';
  const constraints = [...record.subarray(6, 12)].map((byte) => byte.toString(16).toUpperCase());
  while (constraints.at(-1) === '0') constraints.pop();
  const parts = [
    `${space}${String(general & 0x1f)}`,
    turned(record.readUInt32BE(2)).toString(16).toUpperCase(),
    `${tier}${String(record[12] ?? 0)}`,
    ...constraints,
  ];
  return `hvc1.${parts.join('.')}`;
}

function turned(bits: number): number {
  let result = 0;
  for (let index = 0; index < 32; index += 1) result = (result << 1) | ((bits >>> index) & 1);
  return result >>> 0;
}

/** Profile, level and tier, bit depth. */
function av1(record: Buffer): string {
  const [first = 0, second = 0] = [record[1], record[2]];
  const level = String(first & 0x1f).padStart(2, '0');
  const depth = second & 0x40 ? (second & 0x20 ? '12' : '10') : '08';
  return `av01.${String(first >> 5)}.${level}${second & 0x80 ? 'H' : 'M'}.${depth}`;
}
