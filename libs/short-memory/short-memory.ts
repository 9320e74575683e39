export interface ShortMemoryOptions {
  /** What was asked for longer ago is asked for again. */
  readonly freshMs: number;
  /** The oldest is forgotten first. */
  readonly most: number;
}

interface Remembered<Value> {
  readonly value: Promise<Value>;
  readonly askedAt: number;
}

/** Answers that are good for a moment. Who asks at the same time gets the same answer, and a failure is no answer. */
export class ShortMemory<Key, Value> {
  private readonly remembered = new Map<Key, Remembered<Value>>();

  constructor(private readonly options: ShortMemoryOptions) {}

  get(key: Key, ask: () => Promise<Value>): Promise<Value> {
    const known = this.remembered.get(key);
    if (known !== undefined && performance.now() - known.askedAt < this.options.freshMs) return known.value;
    // Fresh from when it was asked, not from when it was answered: the answer may be as old as the question.
    const askedAt = performance.now();
    const value = ask();
    this.keep(key, { value, askedAt });
    return value;
  }

  forget(key: Key): void {
    this.remembered.delete(key);
  }

  /** An answer that is still under way goes to those who wait for it, and to nobody after them. */
  forgetAll(): void {
    this.remembered.clear();
  }

  private keep(key: Key, entry: Remembered<Value>): void {
    this.remembered.delete(key);
    this.remembered.set(key, entry);
    entry.value.catch(() => {
      if (this.remembered.get(key) === entry) this.remembered.delete(key);
    });
    if (this.remembered.size <= this.options.most) return;
    const [oldest] = this.remembered.keys();
    if (oldest !== undefined) this.remembered.delete(oldest);
  }
}
