import type { Answer, ApiClient } from './api-client';
import { put } from './storage-put';

const DOOR = '/api/v1/uploads/multipart';

export interface OpenedParts {
  readonly upload_id: string;
  readonly video_id: string;
  readonly part_size: number;
  readonly part_count: number;
  readonly expires_at: string;
}

export interface SentPart {
  readonly part_number: number;
  readonly etag: string;
}

/** Sends a file in parts as a frontend does: a link for each, a PUT, and the ETags handed back. */
export class PartUploader {
  constructor(private readonly client: ApiClient) {}

  announce(file: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.client.post(DOOR, file, { headers });
  }

  async open(sizeBytes: number, filename = 'film.mp4'): Promise<OpenedParts> {
    const answer = await this.announce({ filename, file_size: sizeBytes, content_type: 'video/mp4' });
    if (answer.status !== 201) throw new Error(`no upload in parts was opened: ${answer.text}`);
    return answer.json<OpenedParts>();
  }

  sign(id: string, partNumbers: readonly number[]): Promise<Answer> {
    return this.client.post(`${DOOR}/${id}/parts`, { part_numbers: partNumbers });
  }

  async link(id: string, partNumber: number): Promise<string> {
    const answer = await this.sign(id, [partNumber]);
    if (answer.status !== 200) throw new Error(`no link was given: ${answer.text}`);
    return answer.json<{ parts: { url: string }[] }>().parts[0]!.url;
  }

  async send(upload: OpenedParts, file: Buffer, partNumber: number): Promise<SentPart> {
    const { status, etag } = await put(
      await this.link(upload.upload_id, partNumber),
      cut(upload, file, partNumber),
    );
    if (status !== 200) throw new Error(`part ${String(partNumber)} was refused: ${String(status)}`);
    return { part_number: partNumber, etag };
  }

  sendAll(upload: OpenedParts, file: Buffer): Promise<SentPart[]> {
    const numbers = Array.from({ length: upload.part_count }, (_, index) => index + 1);
    return Promise.all(numbers.map((partNumber) => this.send(upload, file, partNumber)));
  }

  read(id: string): Promise<Answer> {
    return this.client.get(`${DOOR}/${id}`);
  }

  complete(id: string, parts: readonly object[], about: object = {}): Promise<Answer> {
    return this.client.post(`${DOOR}/${id}/complete`, { parts, ...about });
  }

  abort(id: string): Promise<Answer> {
    return this.client.ask('DELETE', `${DOOR}/${id}`);
  }
}

/** The bytes of one part. */
export function cut({ part_size: size }: OpenedParts, file: Buffer, partNumber: number): Buffer {
  return file.subarray(size * (partNumber - 1), size * partNumber);
}
