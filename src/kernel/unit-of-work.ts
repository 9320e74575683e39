/**
 * One database transaction around everything that must hold together. Nested runs join the outer one; a throw undoes
 * all of it. Only Postgres is inside: a store, a queue or a network call made within it throws (see `refuseSlowCall`).
 */
export abstract class UnitOfWork {
  abstract run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * What is done once the running unit is over, and before its `run` returns: what may be slow, and is made good elsewhere
   * when it is lost. Also after a unit that failed, since a commit whose answer was lost may have happened. At once where
   * there is no unit.
   */
  abstract whenOver(work: () => Promise<void>): Promise<void>;

  /** Adapters of slow things call this first, so that no transaction is ever held open across a network. */
  abstract refuseSlowCall(what: string): void;

  /** Whether an error says no more than that the record was out of reach: what was asked may have been done or not. */
  abstract isOutOfReach(error: unknown): boolean;
}

/** Something that happened, told to the world after the transaction that made it true. */
export interface Fact {
  /** Dotted `noun.verb`, for example `video.completed`. */
  readonly type: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Whose it is: decides who may see it. */
  readonly ownerId: string | null;
  /** Small and free of secrets: ids and what changed. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Facts are written with the change that they tell of, and published after it: never before, never not at all. */
export abstract class FactLog {
  abstract record(fact: Fact): Promise<void>;
}
