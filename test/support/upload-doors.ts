import type { Answer, ApiClient } from './api-client';
import { cut, PartUploader, type OpenedParts } from './part-uploader';
import { put, type PutAnswer } from './storage-put';

interface Announced {
  readonly filename: string;
  readonly file_size: unknown;
  readonly content_type: string;
}

/** A link that takes the file, or a part of it, and the headers that it wants. */
export interface WriteLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface OpenedUpload {
  readonly videoId: string;
  /** Of the first bytes. */
  link(): Promise<WriteLink>;
  /** All of the file, as the door wants it. */
  send(file: Buffer): Promise<void>;
  complete(about?: object): Promise<Answer>;
}

/** A door that clients send to by signed links: what is wrong with a file is wrong at each of them. */
export interface UploadDoor {
  readonly name: string;
  announce(client: ApiClient, file: Announced & Readonly<Record<string, unknown>>): Promise<Answer>;
  opened(client: ApiClient, answer: Answer): OpenedUpload;
}

const presigned: UploadDoor = {
  name: 'a signed PUT',
  announce: (client, file) => client.post('/api/v1/upload/presigned-url', file),
  opened: (client, answer) => {
    const { video_id: videoId, upload_url: url, headers } = answer.json<PresignedBody>();
    return {
      videoId,
      link: () => Promise.resolve({ url, headers }),
      send: async (file) => expectTaken(await put(url, file, headers)),
      complete: (about = {}) => client.post('/api/v1/videos', { video_id: videoId, ...about }),
    };
  },
};

const multipart: UploadDoor = {
  name: 'parts',
  announce: (client, file) => new PartUploader(client).announce(file),
  opened: (client, answer) => {
    const uploader = new PartUploader(client);
    const upload = answer.json<OpenedParts>();
    const link = async (): Promise<WriteLink> => ({
      url: await uploader.link(upload.upload_id, 1),
      headers: {},
    });
    let etag = 'none';
    return {
      videoId: upload.video_id,
      link,
      send: async (file) => {
        const taken = await put((await link()).url, cut(upload, file, 1));
        expectTaken(taken);
        etag = taken.etag;
      },
      complete: (about = {}) => uploader.complete(upload.upload_id, [{ part_number: 1, etag }], about),
    };
  },
};

export const LINK_DOORS: readonly UploadDoor[] = [presigned, multipart];

interface PresignedBody {
  readonly video_id: string;
  readonly upload_url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function expectTaken({ status, code }: PutAnswer): void {
  if (status !== 200) throw new Error(`the bytes were refused: ${String(status)} ${code ?? ''}`);
}
