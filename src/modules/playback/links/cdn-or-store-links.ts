import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { Injectable } from '@nestjs/common';
import { PresignedTransfers } from '#modules/storage';
import { PlaybackConfig } from '../playback.config';
import { DeliveryLinks, type DeliveredFile, type LinkTimes } from '../ports/delivery-links';

/** A CDN in front of the bucket serves by key; its signature, where a key pair is given, covers that one object. */
@Injectable()
export class CdnOrStoreLinks extends DeliveryLinks {
  constructor(
    private readonly transfers: PresignedTransfers,
    private readonly config: PlaybackConfig,
  ) {
    super();
  }

  linkTo(file: DeliveredFile, times: LinkTimes): string {
    const { cdnDomain } = this.config;
    // What is saved as a file needs a header that only the store's own link can ask for.
    if (cdnDomain === null || file.downloadName !== undefined)
      return this.transfers.signDownload({ ...file, ...times });
    return this.throughCdn(`https://${cdnDomain}/${file.key}`, times);
  }

  private throughCdn(url: string, { expiresAt }: LinkTimes): string {
    const { cdnKeyPairId: keyPairId, cdnPrivateKey } = this.config;
    if (keyPairId === null || cdnPrivateKey === null) return url;
    const privateKey = cdnPrivateKey.reveal();
    return getSignedUrl({ url, keyPairId, privateKey, dateLessThan: expiresAt.toISOString() });
  }
}
