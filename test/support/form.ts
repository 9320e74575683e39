export interface FormPart {
  readonly name: string;
  readonly value: string | Uint8Array;
  /** Makes it a file. */
  readonly filename?: string;
  readonly type?: string;
}

const BOUNDARY = '----framegate-test-7MA4YWxkTrZu0gW';

/** A form as browsers write it, byte by byte in sight. */
export function formOf(...parts: readonly FormPart[]): {
  readonly rawBody: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
} {
  const pieces = parts.flatMap(({ name, value, filename, type }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    type === undefined ? '' : `\r\nContent-Type: ${type}`,
    '\r\n\r\n',
    value,
    '\r\n',
  ]);
  const bytes = [...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece as string));
  return {
    rawBody: Buffer.concat(bytes),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
}

/** The one part that such a form must have. */
export function filePart(value: string | Uint8Array, changes: Partial<FormPart> = {}): FormPart {
  return { name: 'file', value, filename: 'film.mp4', type: 'video/mp4', ...changes };
}
