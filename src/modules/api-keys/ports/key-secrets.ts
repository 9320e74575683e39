import type { KeyDigest } from '../domain/api-key';

/** A key on its one way to its owner. */
export interface NewSecret {
  readonly text: string;
  readonly publicId: string;
  readonly beginning: string;
  readonly digest: KeyDigest;
}

/** Makes and knows the keys of this deployment. */
export abstract class KeySecrets {
  abstract mint(): NewSecret;
  /** The public id; null for what is mistyped or made up, and for keys of the other environment. Asks nobody. */
  abstract publicIdOf(text: string): string | null;
  abstract matches(text: string, digest: KeyDigest): boolean;
  /** Made anew with today's pepper; null when it was made with that already. */
  abstract renewed(text: string, digest: KeyDigest): KeyDigest | null;
}
