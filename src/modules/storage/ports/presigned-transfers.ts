export interface UploadGrant {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly expiresAt: Date;
}

export interface PartGrant {
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly expiresAt: Date;
}

export interface DownloadGrant {
  readonly key: string;
  readonly contentType: string;
  readonly expiresAt: Date;
  /** Makes a browser save the file under this name instead of showing it: always for what a user uploaded. */
  readonly downloadName?: string;
  /** From when on the link is good, by default now. The same values give the same link: what a list shows can be cached. */
  readonly signedAt?: Date;
}

/** A link that takes exactly one thing. `headers` must be sent as they are; Content-Length is the client's own doing. */
export interface SignedUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Links by which clients move bytes to and from the store themselves. Arithmetic alone: no call to the store. */
export abstract class PresignedTransfers {
  abstract signUpload(grant: UploadGrant): SignedUpload;
  abstract signPart(grant: PartGrant): string;
  abstract signDownload(grant: DownloadGrant): string;
}
