export interface DeliveredFile {
  readonly key: string;
  readonly contentType: string;
  readonly downloadName?: string;
}

/** From when and until when a link is good. The same times give the same link, which caches like. */
export interface LinkTimes {
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

/** Links to stored files for viewers: through the CDN where there is one, else as the store gives them. */
export abstract class DeliveryLinks {
  abstract linkTo(file: DeliveredFile, times: LinkTimes): string;
}
