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

  get areRemembered(): boolean {
    return this.signatures.areRemembered;
  }

  async linkTo(file: DeliveredFile, times: LinkTimes): Promise<string> {
    const { cdnDomain } = this.config;
    // What is saved as a file needs a header that only the store's own link can ask for.
    if (cdnDomain === null || file.downloadName !== undefined)
      return this.transfers.signDownload({ ...file, ...times });
    return this.signatures.sign(`https://${cdnDomain}/${file.key}`, times);
  }
}
