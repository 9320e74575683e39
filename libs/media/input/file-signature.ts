import { readEbmlDocType } from './ebml-header';
import { openRegularFile } from './regular-file';

/** What the first bytes say; `family` is what two formats that only their label tells apart have in common. */
export type ContainerFamily = 'isobmff' | 'avi' | 'matroska';
export type ContainerFormat = 'mp4' | 'mov' | 'avi' | 'webm' | 'mkv';

/** Never a video: some are texts that make a player open other files and addresses. */
export type OtherContent =
  'playlist' | 'manifest' | 'concat' | 'sdp' | 'xml' | 'subtitles' | 'image' | 'audio' | 'empty' | 'unknown';

export type FileSignature =
  | { readonly kind: 'video'; readonly family: ContainerFamily; readonly format: ContainerFormat }
  | { readonly kind: 'other'; readonly content: OtherContent };

export const SIGNATURE_BYTES = 64 * 1024;

/** Boxes that a QuickTime or MP4 file may begin with. */
const FIRST_BOXES: ReadonlySet<string> = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot']);
/** Brands of pictures and sound that share the box format. */
const IMAGE_BRANDS = /^(avif|avis|heic|heix|heim|heis|hevc|hevx|mif1|msf1|crx |jp2 |jpx |jxl )$/;
const AUDIO_BRANDS = /^(M4A |M4B |M4P |F4A |aax |aaxc)$/;
const QUICKTIME_BRAND = 'qt  ';

/** Texts are recognised after blanks and a byte order mark; nothing but the three binary signatures is ever a video. */
const TEXTS: readonly (readonly [RegExp, OtherContent])[] = [
  [/^#EXTM3U/i, 'playlist'],
  [/^(\[playlist\]|\[reference\]|rtsptext)/i, 'playlist'],
  [/^ffconcat/i, 'concat'],
  [/^v=0\s/, 'sdp'],
  [/^<[^]{0,4096}?<?MPD[\s>]/i, 'manifest'],
  [/^<sami/i, 'subtitles'],
  [/^(webvtt|\[script info\]|1\r?\n\d\d:\d\d:)/i, 'subtitles'],
  [/^<[?!a-z]/i, 'xml'],
];

const BINARIES: readonly (readonly [string, number, OtherContent])[] = [
  ['\x89PNG', 0, 'image'],
  ['\xff\xd8\xff', 0, 'image'],
  ['GIF8', 0, 'image'],
  ['WEBP', 8, 'image'],
  ['WAVE', 8, 'audio'],
  ['OggS', 0, 'audio'],
  ['fLaC', 0, 'audio'],
  ['ID3', 0, 'audio'],
];

/** Tells what a file is by its first bytes (64 KiB are enough, fewer do). */
export function readSignature(head: Buffer): FileSignature {
  if (head.length === 0) return { kind: 'other', content: 'empty' };
  return readIsoBmff(head) ?? readRiff(head) ?? readMatroska(head) ?? { kind: 'other', content: other(head) };
}

export async function readFileSignature(file: string): Promise<FileSignature> {
  const handle = await openRegularFile(file);
  try {
    const head = Buffer.alloc(SIGNATURE_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return readSignature(head.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function readIsoBmff(head: Buffer): FileSignature | null {
  if (head.length < 8 || !FIRST_BOXES.has(latin(head, 4, 8))) return null;
  const size = head.readUInt32BE(0);
  // 1 announces a 64-bit size, 0 says "to the end of the file".
  if (size > 1 && size < 8) return null;
  if (latin(head, 4, 8) !== 'ftyp') return video('isobmff', 'mov');
  if (size < 12 || head.length < 12) return null;
  const brand = latin(head, 8, 12);
  if (IMAGE_BRANDS.test(brand)) return { kind: 'other', content: 'image' };
  if (AUDIO_BRANDS.test(brand)) return { kind: 'other', content: 'audio' };
  return video('isobmff', brand === QUICKTIME_BRAND ? 'mov' : 'mp4');
}

function readRiff(head: Buffer): FileSignature | null {
  if (latin(head, 0, 4) !== 'RIFF') return null;
  return latin(head, 8, 12) === 'AVI ' ? video('avi', 'avi') : null;
}

function readMatroska(head: Buffer): FileSignature | null {
  const docType = readEbmlDocType(head);
  if (docType === 'webm') return video('matroska', 'webm');
  return docType === 'matroska' ? video('matroska', 'mkv') : null;
}

function video(family: ContainerFamily, format: ContainerFormat): FileSignature {
  return { kind: 'video', family, format };
}

function other(head: Buffer): OtherContent {
  const binary = BINARIES.find(([magic, at]) => latin(head, at, at + magic.length) === magic);
  if (binary) return binary[2];
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
}

function latin(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, end);
}
