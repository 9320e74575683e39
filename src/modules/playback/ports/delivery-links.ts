export interface DeliveredFile {
  readonly key: string;
  readonly contentType: string;
  readonly downloadName?: string;
}

/** From when and until when a link is good. The same times give the same link, which caches like. */
export interface LinkTimes {
  readonly signedAt: Date;
  readonly expiresAt: Date;
  /** Others are given the same times for a while: what is signed for them is worth remembering. */
  readonly isSteady?: boolean;
}

/** Links to stored files for viewers: through the CDN where there is one, else as the store gives them. */
export abstract class DeliveryLinks {
  /** Whether a link to it is signed once for all who ask, where its times are steady: only then are these worth asking for. */
  abstract isRemembered(file: DeliveredFile): boolean;
  abstract linkTo(file: DeliveredFile, times: LinkTimes): Promise<string>;
}
