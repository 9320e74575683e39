/** Files that nobody will finish, because their writer died. */
export abstract class Leftovers {
  /** Removes those whose writer is known to be dead, or that nobody has written to since then. */
  abstract remove(idleSince: Date): Promise<number>;
}
