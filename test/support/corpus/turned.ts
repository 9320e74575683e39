const ONE = 0x10000;
const MATRICES = {
  90: [0, ONE, 0, -ONE, 0, 0],
  180: [-ONE, 0, 0, 0, -ONE, 0],
  270: [0, -ONE, 0, ONE, 0, 0],
} as const;

/** Turns the display matrix of the first track: what a phone does that is held upright. */
export function turned(clockwise: keyof typeof MATRICES, film: Buffer): Buffer {
  const bytes = Buffer.from(film);
  const at = bytes.indexOf('tkhd') + 4 + 40;
  MATRICES[clockwise].forEach((value, index) => bytes.writeInt32BE(value, at + index * 4));
  return bytes;
}
