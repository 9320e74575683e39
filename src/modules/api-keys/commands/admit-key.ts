import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import type { KeyAtDoor } from '../ports/live-keys';
import { KeySecrets } from '../ports/key-secrets';
import { KeyUses } from '../ports/key-uses';
import { LiveKeys } from '../ports/live-keys';
import { UnknownKeyThrottle } from '../ports/unknown-key-throttle';

export interface KeyPresented {
  readonly text: string;
  readonly address: string;
  readonly agent: string | null;
}

/** `elsewhere`: good, but not from this address. `too_many`: this address has shown too many keys that nobody made. */
export type KeyVerdict =
  | { readonly outcome: 'admitted'; readonly key: KeyAtDoor }
  | { readonly outcome: 'malformed' | 'unknown' | 'revoked' | 'expired' | 'elsewhere' | 'too_many' };

/** Looks at a key that a caller shows. Another one costs a question; the same again costs nobody anything. */
@Injectable()
export class AdmitKey {
  constructor(
    private readonly secrets: KeySecrets,
    private readonly keys: LiveKeys,
    private readonly throttle: UnknownKeyThrottle,
    private readonly uses: KeyUses,
    private readonly clock: Clock,
  ) {}

  async execute(presented: KeyPresented): Promise<KeyVerdict> {
    const publicId = this.secrets.publicIdOf(presented.text);
    if (publicId === null) return { outcome: 'malformed' };
    const isStranger = !this.keys.hasMet(publicId);
    if (isStranger && !(await this.throttle.admits(presented.address))) return { outcome: 'too_many' };
    const key = await this.keys.find(publicId);
    if (key === null && isStranger) await this.throttle.noteUnknown(presented.address);
    if (key === null || !this.secrets.matches(presented.text, key.digest)) return { outcome: 'unknown' };
    return this.judge(key, presented);
  }

  /** Only who knows the whole of it learns what became of it. */
  private judge(key: KeyAtDoor, { text, address, agent }: KeyPresented): KeyVerdict {
    const at = this.clock.now();
    if (key.isRevoked) return { outcome: 'revoked' };
    if (key.expiresAt !== null && key.expiresAt <= at) return { outcome: 'expired' };
    if (!key.admits(address)) return { outcome: 'elsewhere' };
    const renewedDigest = this.secrets.renewed(text, key.digest);
    this.uses.note({ id: key.id, at, address, agent, renewedDigest });
    return { outcome: 'admitted', key };
  }
}
