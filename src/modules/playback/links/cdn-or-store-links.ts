import { Injectable } from '@nestjs/common';
import { PresignedTransfers } from '#modules/storage';
import { PlaybackConfig } from '../playback.config';
import { DeliveryLinks, type DeliveredFile, type LinkTimes } from '../ports/delivery-links';
import { CdnSignatures } from './cdn-signatures';

/** A CDN in front of the bucket serves by key; its signature, where a key pair is given, covers that one object. */
@Injectable()
export class CdnOrStoreLinks extends DeliveryLinks {
  constructor(
    private readonly transfers: PresignedTransfers,
    private readonly config: PlaybackConfig,
    private readonly signatures: CdnSignatures,
  ) {
    super();
  }

  isRemembered(file: DeliveredFile): boolean {
    return this.isOfCdn(file) && this.signatures.areRemembered;
  }

  async linkTo(file: DeliveredFile, times: LinkTimes): Promise<string> {
    if (!this.isOfCdn(file)) return this.transfers.signDownload({ ...file, ...times });
    return this.signatures.sign(`https://${String(this.config.cdnDomain)}/${file.key}`, times);
  }

  /** What is saved as a file needs a header that only the store's own link can ask for. */
  private isOfCdn({ downloadName }: DeliveredFile): boolean {
    return this.config.cdnDomain !== null && downloadName === undefined;
  }
}
