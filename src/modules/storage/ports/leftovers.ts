/** Files that nobody will finish, because their writer died. */
export abstract class Leftovers {
  /** Removes those that nobody has written to since. */
  abstract remove(before: Date): Promise<number>;
}
