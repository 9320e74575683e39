export interface LoadedBox {
  readonly type: string;
  readonly content: Buffer;
}

/** The boxes in a piece of memory that we trust, such as the header of a fragment that was written here. */
export function* boxesOf(bytes: Buffer): Generator<LoadedBox> {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + size) };
    at += size;
  }
}

export function boxOf(bytes: Buffer, type: string): Buffer | null {
  for (const box of boxesOf(bytes)) if (box.type === type) return box.content;
  return null;
}
