import { createHash, createPrivateKey } from 'node:crypto';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { Injectable } from '@nestjs/common';
import { RedisCache, shapeOf, type CacheKind } from '#platform/cache/redis-cache';
import { PlaybackConfig } from '../playback.config';
import type { LinkTimes } from '../ports/delivery-links';

const LASTING_SECONDS = 50 * 60;
/** Nothing that is signed becomes wrong: what makes a link another one is part of the name that it is remembered by. */
const EPOCH = 'playback:epoch';

type Sign = (url: string, expiresAt: Date) => string;

/**
 * Links through the CDN, signed by its key pair where there is one. An RSA signature costs ten times what asking Redis does, so
 * that one process signs for all who are given the same times.
 */
@Injectable()
export class CdnSignatures {
  private readonly signByKey: Sign | null;
  private readonly kind: CacheKind<string>;

  constructor(
    private readonly cache: RedisCache,
    private readonly config: PlaybackConfig,
  ) {
    this.signByKey = signerOf(config);
    this.kind = {
      name: 'playback_urls',
      lastingSeconds: LASTING_SECONDS,
      shape: shapeOf(config.cdnKeyPairId ?? ''),
      write: (link) => link,
      read: (text) => text,
    };
  }

  get areRemembered(): boolean {
    return this.signByKey !== null && this.config.cachesUrls === 'on';
  }

  sign(url: string, { expiresAt, isSteady = false }: LinkTimes): Promise<string> {
    const { signByKey } = this;
    if (signByKey === null) return Promise.resolve(url);
    const sign = () => Promise.resolve(signByKey(url, expiresAt));
    if (!isSteady || !this.areRemembered) return sign();
    const name = createHash('sha256').update(`${expiresAt.toISOString()} ${url}`).digest('base64url');
    return this.cache.read(this.kind, { entry: `playback:${name}`, epoch: EPOCH }, sign);
  }
}

function signerOf({ cdnKeyPairId: keyPairId, cdnPrivateKey }: PlaybackConfig): Sign | null {
  if (keyPairId === null || cdnPrivateKey === null) return null;
  // It takes whatever node:crypto does, and says less: a key that is read for every link costs more than to sign it.
  const privateKey = createPrivateKey(cdnPrivateKey.reveal()) as unknown as string;
  return (url, expiresAt) =>
    getSignedUrl({ url, keyPairId, privateKey, dateLessThan: expiresAt.toISOString() });
}
