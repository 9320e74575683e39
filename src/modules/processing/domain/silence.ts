export interface Clocks {
  /** Goes on while the machine sleeps. */
  wall(): number;
  /** Never jumps. */
  steady(): number;
}

const OURS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * Whether the silence of a worker means that it is dead. After the record was away, and after this very machine slept or stood
 * still, nobody could have renewed a lease: the living get a whole one to speak first.
 */
export class Silence {
  private lookedAt: number | null = null;
  private meansDeathFrom = 0;
  private wasTrusted = true;

  constructor(
    private readonly times: { readonly roundMs: number; readonly leaseMs: number },
    private readonly clocks: Clocks = OURS,
  ) {}

  /** Asked once a round. Rounds that are always late are trusted every other time: else nothing dead would ever be found. */
  meansDeath(): boolean {
    if (this.hasOverslept() && this.wasTrusted) this.couldNotBeBroken();
    const isTrusted = this.clocks.steady() >= this.meansDeathFrom;
    this.wasTrusted ||= isTrusted;
    return isTrusted;
  }

  /** Nobody could speak up to now. */
  couldNotBeBroken(): void {
    this.meansDeathFrom = this.clocks.steady() + this.times.leaseMs;
    this.wasTrusted = false;
  }

  private hasOverslept(): boolean {
    const { roundMs, leaseMs } = this.times;
    const now = this.clocks.wall();
    const away = this.lookedAt === null ? 0 : now - this.lookedAt;
    this.lookedAt = now;
    return away > roundMs + leaseMs / 4;
  }
}
