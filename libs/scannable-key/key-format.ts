import { crc32 } from 'node:zlib';
import { randomBase62, toBase62 } from './base62';

const PUBLIC_ID_LENGTH = 12;
/** 32 characters are 190.5 bits. */
const SECRET_LENGTH = 32;
/** 62 to the sixth is more than a CRC32 can be. */
const CHECKSUM_LENGTH = 6;

/** What a key says about itself to whoever cannot verify it. */
export interface KeyLabel {
  readonly environment: string;
  /** Names the key, and opens nothing. */
  readonly publicId: string;
}

export interface MintedKey extends KeyLabel {
  readonly text: string;
}

/**
 * `product_environment_publicId_secretChecksum`: a scanner knows it by its look, a person by its first part, and a slip of the
 * pen by its checksum, before anybody asks a database.
 */
export class KeyFormat {
  private readonly exactly: RegExp;

  constructor(
    private readonly product: string,
    private readonly environments: readonly string[],
  ) {
    this.exactly = new RegExp(`^${this.pattern}$`);
  }

  /** For secret scanners: what follows it cannot belong to a key. */
  get pattern(): string {
    const [id, tail] = [String(PUBLIC_ID_LENGTH), String(SECRET_LENGTH + CHECKSUM_LENGTH)];
    return `${this.product}_(?:${this.environments.join('|')})_[0-9A-Za-z]{${id}}_[0-9A-Za-z]{${tail}}`;
  }

  mint(environment: string): MintedKey {
    const publicId = randomBase62(PUBLIC_ID_LENGTH);
    return {
      environment,
      publicId,
      text: this.write({ environment, publicId }, randomBase62(SECRET_LENGTH)),
    };
  }

  /** What a key with this secret looks like: a checksum keeps nobody from making one up. */
  write(label: KeyLabel, secret: string): string {
    const body = `${this.beginning(label)}_${secret}`;
    return body + checksumOf(body);
  }

  /** Null when it was mistyped, cut off, or is something else altogether. */
  read(text: string): KeyLabel | null {
    if (!this.exactly.test(text)) return null;
    const body = text.slice(0, -CHECKSUM_LENGTH);
    if (text.slice(-CHECKSUM_LENGTH) !== checksumOf(body)) return null;
    const [, environment = '', publicId = ''] = text.split('_');
    return { environment, publicId };
  }

  /** What may be shown of a key, to tell it from others. */
  beginning({ environment, publicId }: KeyLabel): string {
    return `${this.product}_${environment}_${publicId}`;
  }

  /** Whether somebody meant a key, good or bad. */
  resembles(text: string): boolean {
    return this.environments.some((environment) => text.startsWith(`${this.product}_${environment}_`));
  }
}

function checksumOf(body: string): string {
  return toBase62(crc32(body), CHECKSUM_LENGTH);
}
