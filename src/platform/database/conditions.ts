/** Conditions that must all hold, with the values they speak of: each `?` stands for one, so that nobody counts dollars. */
export class Conditions {
  private constructor(
    readonly sql: string,
    readonly values: readonly unknown[],
  ) {}

  static of(sql: string, ...values: readonly unknown[]): Conditions {
    return new Conditions('', []).and(sql, ...values);
  }

  and(sql: string, ...values: readonly unknown[]): Conditions {
    let next = this.values.length;
    const numbered = sql.replaceAll('?', () => `$${String((next += 1))}`);
    if (next !== this.values.length + values.length) throw new Error(`not as many values as places: ${sql}`);
    return new Conditions(this.sql === '' ? numbered : `${this.sql} AND ${numbered}`, [
      ...this.values,
      ...values,
    ]);
  }

  /** Null asks for nothing. */
  andIfGiven(sql: string, value: unknown): Conditions {
    return value === null ? this : this.and(sql, value);
  }

  /** The same, for a statement in which others of its values come first. */
  numberedAfter(count: number): Conditions {
    const sql = this.sql.replaceAll(/\$(\d+)/g, (_, place: string) => `$${String(Number(place) + count)}`);
    return new Conditions(sql, this.values);
  }
}
