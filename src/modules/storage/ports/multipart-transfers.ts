import type { ObjectFacts } from './object-store';

export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
}

export interface CompletedPart {
  readonly partNumber: number;
  /** With or without quotes: clients hand back the header as they got it. */
  readonly etag: string;
}

export interface ArrivedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly sizeBytes: number;
}

export interface OpenMultipartUpload extends MultipartUpload {
  readonly startedAt: Date;
}

/** One object out of parts that arrive on their own. A store that does not know the upload says MultipartUploadNotFound. */
export abstract class MultipartTransfers {
  abstract begin(upload: { readonly key: string; readonly contentType: string }): Promise<MultipartUpload>;

  abstract listParts(upload: MultipartUpload): Promise<readonly ArrivedPart[]>;

  /** PartMismatch, PartTooSmall. "Not found" is never success here: whoever repeats this looks at the object instead. */
  abstract complete(upload: MultipartUpload, parts: readonly CompletedPart[]): Promise<ObjectFacts>;

  /** Frees the parts. What is not there counts as aborted. */
  abstract abort(upload: MultipartUpload): Promise<void>;

  abstract listUploads(): AsyncIterable<OpenMultipartUpload>;
}
