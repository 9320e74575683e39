/** What somebody may count while others add and take away: at least what is certainly there, at most what may be there. */
export class Tally {
  private mayHaveCome = 0;
  private hasCome = 0;
  private mayHaveGone = 0;
  private hasGone = 0;

  static async adding<T>(tallies: readonly Tally[], act: () => Promise<T>): Promise<T> {
    for (const tally of tallies) tally.mayHaveCome += 1;
    const answer = await act();
    for (const tally of tallies) tally.hasCome += 1;
    return answer;
  }

  static async removing<T>(tallies: readonly Tally[], act: () => Promise<T>): Promise<T> {
    for (const tally of tallies) tally.mayHaveGone += 1;
    const answer = await act();
    for (const tally of tallies) tally.hasGone += 1;
    return answer;
  }

  /** Null where the count was possible at some moment between question and answer. */
  async faultOf(count: () => Promise<number>): Promise<string | null> {
    const [come, gone] = [this.hasCome, this.hasGone];
    const counted = await count();
    const [least, most] = [come - this.mayHaveGone, this.mayHaveCome - gone];
    if (counted >= least && counted <= most) return null;
    return `${String(counted)} is not between ${String(least)} and ${String(most)}`;
  }
}
