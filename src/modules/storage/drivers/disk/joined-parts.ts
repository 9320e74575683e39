import { Readable } from 'node:stream';
import { PartMismatch } from '../../domain/storage.errors';
import { OpenFile } from './open-file';

interface PartFile {
  readonly file: string;
  readonly etag: string;
  readonly partNumber: number;
}

/** The bytes of files one after the other; each is checked to be the one that was meant when it is opened. */
export function joined(parts: readonly PartFile[]): Readable {
  return Readable.from(bytesOf(parts), { objectMode: false });
}

async function* bytesOf(parts: readonly PartFile[]): AsyncIterable<Buffer> {
  for (const { file, etag, partNumber } of parts) {
    const part = await OpenFile.at(file);
    if (part.etag !== etag) {
      await part.close();
      throw PartMismatch(undefined, { details: { part_number: partNumber } });
    }
    yield* part.bytes() as AsyncIterable<Buffer>;
  }
}
