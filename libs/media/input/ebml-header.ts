const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
/** Real headers have eight elements in about forty bytes. */
const ELEMENT_LIMIT = 32;
const DOC_TYPE_LIMIT = 32;

interface Numeral {
  readonly value: number;
  readonly end: number;
}

/** The document type that an EBML header names ("matroska", "webm"), or null when this is no such header. */
export function readEbmlDocType(bytes: Buffer): string | null {
  const head = readElement(bytes, 0);
  if (head?.id !== EBML) return null;
  const end = Math.min(bytes.length, head.contentStart + head.size);
  let at = head.contentStart;
  for (let count = 0; count < ELEMENT_LIMIT && at < end; count += 1) {
    const element = readElement(bytes, at);
    if (element === null) return null;
    at = element.contentStart + element.size;
    if (element.id !== DOC_TYPE) continue;
    if (element.size > DOC_TYPE_LIMIT || at > bytes.length) return null;
    return bytes.toString('latin1', element.contentStart, at).replace(/\0+$/, '');
  }
  return null;
}

export interface EbmlElement {
  readonly id: number;
  /** Infinity when the writer did not know. */
  readonly size: number;
  readonly contentStart: number;
}

export function readElement(bytes: Buffer, at: number): EbmlElement | null {
  const id = readNumeral(bytes, at, 4, true);
  const size = id && readNumeral(bytes, id.end, 8, false);
  return id && size ? { id: id.value, size: size.value, contentStart: size.end } : null;
}

/** The number of leading zero bits says how many bytes follow; ids keep the marker bit, sizes lose it. */
function readNumeral(bytes: Buffer, at: number, longest: number, keepsMarker: boolean): Numeral | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (length > longest || at + length > bytes.length) return null;
  const ones = 0xff >> length;
  let value = keepsMarker ? first : first & ones;
  let isUnknown = (first & ones) === ones;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    isUnknown &&= byte === 0xff;
    // Above 2^53 it loses precision, and stays larger than any file.
    value = value * 256 + byte;
  }
  return { value: isUnknown && !keepsMarker ? Infinity : value, end: at + length };
}
