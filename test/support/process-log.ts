/** One line that a process of ours wrote: structured, as an operator would search for it. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

interface Waiter {
  readonly matches: (line: LogLine) => boolean;
  readonly resolve: (line: LogLine) => void;
}

/** Everything that a process wrote, to be read afterwards and waited for as it comes. */
export class ProcessLog {
  readonly lines: LogLine[] = [];
  /** What came that was no log line: words for the person at the keyboard. */
  readonly plainText: string[] = [];
  private readonly waiters = new Set<Waiter>();
  private rest = '';

  /** All of it as text, for tests of what must never be written. */
  get text(): string {
    return [...this.lines.map((line) => JSON.stringify(line)), ...this.plainText].join('\n');
  }

  readonly take = (chunk: Buffer | string): void => {
    const lines = (this.rest + chunk.toString()).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') this.takeLine(line);
  };

  find(message: string, facts: Readonly<Record<string, unknown>> = {}): LogLine | undefined {
    return this.lines.find((line) => isAbout(line, message, facts));
  }

  /** The first line, old or new, with this message and these facts. */
  async line(
    message: string,
    facts: Readonly<Record<string, unknown>> = {},
    limitMs = 20_000,
  ): Promise<LogLine> {
    const known = this.find(message, facts);
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new Error(`no log line "${message}" in ${String(limitMs)} ms:\n${this.text.slice(-2_000)}`));
      }, limitMs);
      const waiter: Waiter = {
        matches: (line) => isAbout(line, message, facts),
        resolve: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
      };
      this.waiters.add(waiter);
    });
  }

  private takeLine(text: string): void {
    const line = asLogLine(text);
    if (line === null) {
      this.plainText.push(text);
      return;
    }
    this.lines.push(line);
    for (const waiter of this.waiters) {
      if (!waiter.matches(line)) continue;
      this.waiters.delete(waiter);
      waiter.resolve(line);
    }
  }
}

function isAbout(line: LogLine, message: string, facts: Readonly<Record<string, unknown>>): boolean {
  return line.msg === message && Object.entries(facts).every(([name, value]) => line[name] === value);
}

function asLogLine(text: string): LogLine | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && 'msg' in value ? (value as LogLine) : null;
  } catch {
    return null;
  }
}
