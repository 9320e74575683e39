import type { Answer, ApiClient } from './api-client';
import type { ApiProcess } from './api-process';
import { eventually } from './eventually';
import { register, type Person } from './people';
import type { Scene } from './scene';

export interface OpenedUpload {
  readonly video_id: string;
  readonly upload_url: string;
  /** Where the original will stand. */
  readonly s3_key: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UploadedVideo {
  readonly id: string;
  readonly processing_status: string;
  readonly processing_error: { readonly code: string; readonly permanent: boolean } | null;
  readonly checksum_sha256: string | null;
  readonly thumbnail_url: string | null;
}

export interface QuotaFigures {
  readonly used: number;
  readonly storage_bytes_used: number;
  readonly pending_delete_bytes: number;
}

const PROCESSING_LIMIT_MS = 40_000;

/** Somebody who sends a file by a signed PUT, as a frontend does. */
export class Uploader {
  constructor(
    readonly person: Person,
    private readonly file: Buffer,
  ) {}

  static async register(scene: Scene, file: Buffer): Promise<Uploader> {
    return new Uploader(await register(scene.client), file);
  }

  get client(): ApiClient {
    return this.person.client;
  }

  get userId(): string {
    return this.person.user.id;
  }

  /** The same person at another process. */
  at({ baseUrl }: ApiProcess): Uploader {
    return new Uploader({ ...this.person, client: this.person.client.at(baseUrl) }, this.file);
  }

  /** Repeatable: the same key is the same upload. */
  open(key: string): Promise<Answer> {
    const file = { filename: 'film.mp4', file_size: this.file.length, content_type: 'video/mp4' };
    return this.person.client.post('/api/v1/upload/presigned-url', file, {
      headers: { 'idempotency-key': key },
    });
  }

  async send({ upload_url: url, headers }: OpenedUpload): Promise<void> {
    const { status } = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(this.file) });
    if (status !== 200) throw new Error(`the bytes were answered with ${String(status)}`);
  }

  /** Up to the point where the bytes have arrived and nobody has said so. */
  async sendFile(key = 'one upload'): Promise<OpenedUpload> {
    const opened = (await this.open(key)).json<OpenedUpload>();
    await this.send(opened);
    return opened;
  }

  /** A video that goes its way. */
  async upload(key?: string): Promise<string> {
    const { video_id: id } = await this.sendFile(key);
    await this.complete(id);
    return id;
  }

  complete(id: string): Promise<Answer> {
    return this.person.client.post('/api/v1/videos', { video_id: id });
  }

  delete(id: string): Promise<Answer> {
    return this.person.client.ask('DELETE', `/api/v1/videos/${id}`);
  }

  get(id: string): Promise<Answer> {
    return this.person.client.get(`/api/v1/videos/${id}`);
  }

  async quota(): Promise<QuotaFigures> {
    return (await this.person.client.get('/api/v1/quota')).json<QuotaFigures>();
  }

  untilProcessed(id: string, limitMs = PROCESSING_LIMIT_MS): Promise<UploadedVideo> {
    return eventually(
      'the video is processed',
      async () => {
        const video = (await this.get(id)).json<UploadedVideo>();
        return ['completed', 'failed'].includes(video.processing_status) ? video : null;
      },
      limitMs,
    );
  }
}
