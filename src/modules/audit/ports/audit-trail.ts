import type { Actor } from '#kernel/actor';

export interface AuditEntry {
  readonly actor: Actor;
  /** `noun.verb`, for example `user.logged_in`. */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | null };
  /** What changed, where it helps to know; never a secret. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Who did what to whom. Written in the transaction of what it tells of, so that neither stands without the other. */
export abstract class AuditTrail {
  abstract record(entry: AuditEntry): Promise<void>;
}
