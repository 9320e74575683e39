import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing, type NamedKey } from '#platform/secrets/key-ring';
import { ApiKeysConfig } from '../api-keys.config';
import type { KeyDigest } from '../domain/api-key';
import { KeySecrets, type NewSecret } from '../ports/key-secrets';
import { API_KEY_FORMAT } from './api-key-format';

export const PEPPER_PURPOSE = 'api keys';

/** HMAC-SHA256 with a pepper out of SECRET_KEY: who copies the database alone has nothing to show, nor to guess by. */
@Injectable()
export class PepperedSecrets extends KeySecrets {
  constructor(
    private readonly peppers: KeyRing,
    private readonly config: ApiKeysConfig,
  ) {
    super();
  }

  mint(): NewSecret {
    const minted = API_KEY_FORMAT.mint(this.config.environment);
    return {
      text: minted.text,
      publicId: minted.publicId,
      beginning: API_KEY_FORMAT.beginning(minted),
      digest: digestOf(minted.text, this.peppers.current(PEPPER_PURPOSE)),
    };
  }

  publicIdOf(text: string): string | null {
    const label = API_KEY_FORMAT.read(text);
    return label?.environment === this.config.environment ? label.publicId : null;
  }

  matches(text: string, { pepperId, hash }: KeyDigest): boolean {
    const pepper = this.peppers.find(PEPPER_PURPOSE, pepperId);
    return pepper !== undefined && timingSafeEqual(digestOf(text, pepper).hash, hash);
  }

  renewed(text: string, { pepperId }: KeyDigest): KeyDigest | null {
    const pepper = this.peppers.current(PEPPER_PURPOSE);
    return pepper.id === pepperId ? null : digestOf(text, pepper);
  }
}

function digestOf(text: string, { id, key }: NamedKey): KeyDigest {
  return { pepperId: id, hash: createHmac('sha256', key).update(text).digest() };
}
