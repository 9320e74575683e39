export interface BreakerRules {
  readonly failuresInARow: number;
  /** How long nobody is let through once it opened. */
  readonly restMs: number;
  /** Any other error is an answer: somebody is there. */
  readonly isFailure: (error: unknown) => boolean;
  readonly onOpen?: (error: unknown) => void;
  readonly onClose?: () => void;
  /** Milliseconds of a clock that is never set. */
  readonly now?: () => number;
}

/** Refused without having asked. */
export class CircuitOpen extends Error {
  constructor(readonly retryAfterMs: number) {
    super('not asked: there was no answer the last times');
    this.name = 'CircuitOpen';
  }
}

export class CircuitBreaker {
  private failures = 0;
  private restsUntil = 0;
  private readonly now: () => number;

  constructor(private readonly rules: BreakerRules) {
    this.now = rules.now ?? (() => performance.now());
  }

  get isOpen(): boolean {
    return this.failures >= this.rules.failuresInARow;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const isTrial = this.isOpen;
    if (isTrial) this.beginTrial();
    try {
      const answer = await work();
      this.noteAnswer();
      return answer;
    } catch (error) {
      if (this.rules.isFailure(error)) this.noteFailure(error, isTrial);
      else this.noteAnswer();
      throw error;
    }
  }

  /** One a rest, also while an earlier one has not come back: it may be a long one. */
  private beginTrial(): void {
    const leftMs = this.restsUntil - this.now();
    if (leftMs > 0) throw new CircuitOpen(leftMs);
    this.restsUntil = this.now() + this.rules.restMs;
  }

  private noteAnswer(): void {
    const wasOpen = this.isOpen;
    this.failures = 0;
    if (wasOpen) this.rules.onClose?.();
  }

  private noteFailure(error: unknown, isTrial: boolean): void {
    this.failures += 1;
    const { failuresInARow, restMs } = this.rules;
    if (!isTrial && this.failures !== failuresInARow) return;
    this.restsUntil = this.now() + restMs;
    if (!isTrial) this.rules.onOpen?.(error);
  }
}
