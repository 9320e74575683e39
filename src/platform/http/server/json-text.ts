/** An answer that is JSON already, in part at least. */
export class JsonText {
  private constructor(readonly text: string) {}

  /** An object of members that are text already, then of others. */
  static of(written: Readonly<Record<string, string>>, others: object): JsonText {
    const members = Object.entries(written).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    const rest = JSON.stringify(others).slice(1, -1);
    if (rest !== '') members.push(rest);
    return new JsonText(`{${members.join(',')}}`);
  }
}
