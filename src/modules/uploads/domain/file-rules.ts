import { ContentTypeMismatch, FileTooLarge, UnsupportedFormat } from './upload.errors';

export const VIDEO_FORMATS = ['mp4', 'mov', 'avi', 'webm', 'mkv'] as const;
export type VideoFormat = (typeof VIDEO_FORMATS)[number];

/** Types that clients send for an extension. */
const CONTENT_TYPES: Readonly<Record<VideoFormat, readonly [string, ...string[]]>> = {
  mp4: ['video/mp4', 'video/x-m4v'],
  mov: ['video/quicktime', 'video/x-quicktime'],
  avi: ['video/x-msvideo', 'video/avi'],
  webm: ['video/webm'],
  mkv: ['video/x-matroska', 'video/mkv'],
};

/** What the first bytes can tell apart; mp4 and mov differ by a label that cameras get wrong, and so do webm and mkv. */
export const FAMILY_OF: Readonly<Record<VideoFormat, 'isobmff' | 'avi' | 'matroska'>> = {
  mp4: 'isobmff',
  mov: 'isobmff',
  avi: 'avi',
  webm: 'matroska',
  mkv: 'matroska',
};

export interface AnnouncedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

export interface FileLimits {
  readonly formats: readonly VideoFormat[];
  readonly maxBytes: number;
}

/** What a file is most likely, by its name; nothing that is accepted when the name says nothing. */
export function usualContentType(filename: string): string {
  const format = VIDEO_FORMATS.find((known) => known === extensionOf(filename));
  return format === undefined ? 'application/octet-stream' : CONTENT_TYPES[format][0];
}

function extensionOf(filename: string): string | undefined {
  return /\.([A-Za-z0-9]{1,8})$/.exec(filename)?.[1]?.toLowerCase();
}

/** The format of an announced file, or why it is not taken. */
export function acceptFile(
  { filename, contentType, sizeBytes }: AnnouncedFile,
  { formats, maxBytes }: FileLimits,
): VideoFormat {
  const extension = extensionOf(filename);
  const format = formats.find((known) => known === extension);
  if (format === undefined) {
    throw UnsupportedFormat(
      `The file name must end in one of ${formats.map((known) => `.${known}`).join(', ')}.`,
    );
  }
  if (!CONTENT_TYPES[format].includes(contentType.toLowerCase())) {
    throw ContentTypeMismatch(`A .${format} file is ${CONTENT_TYPES[format].join(' or ')}.`);
  }
  if (sizeBytes > maxBytes)
    throw FileTooLarge(`At most ${String(maxBytes)} bytes are accepted.`, {
      details: { max_bytes: maxBytes },
    });
  return format;
}
