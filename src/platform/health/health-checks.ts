import { Injectable } from '@nestjs/common';
import { Logger } from '../logging/logger';
import { within } from '../time/within';

/** Thrown by a check that knows what is wrong: an admin reads the sentence and the facts. */
export class Unwell extends Error {
  constructor(
    sentence: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(sentence);
    this.name = 'Unwell';
  }
}

export interface HealthCheck {
  readonly name: string;
  /** Without an essential dependency nothing can be served; without another one, some routes cannot. */
  readonly isEssential: boolean;
  /** Resolves with facts worth showing to an admin, or rejects. */
  readonly check: () => Promise<Readonly<Record<string, unknown>>>;
}

export interface DependencyHealth {
  readonly status: 'ok' | 'away';
  readonly is_essential: boolean;
  readonly latency_ms: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Health {
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** What this process needs, asked one by one; modules add their own. */
@Injectable()
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];

  constructor(private readonly logger: Logger) {}

  add(check: HealthCheck): void {
    this.checks.push(check);
  }

  async look(): Promise<Health> {
    const found = await Promise.all(
      this.checks.map(async (check) => [check.name, await this.ask(check)] as const),
    );
    return { status: overall(found.map(([, health]) => health)), dependencies: Object.fromEntries(found) };
  }

  private async ask({ name, isEssential, check }: HealthCheck): Promise<DependencyHealth> {
    const startedAt = performance.now();
    const taken = () => Math.round((performance.now() - startedAt) * 10) / 10;
    try {
      const facts = await within(CHECK_TIMEOUT_MS, check());
      return { status: 'ok', is_essential: isEssential, latency_ms: taken(), facts };
    } catch (err) {
      this.logger.debug({ err, dependency: name }, 'health check failed');
      const facts = err instanceof Unwell ? { says: err.message, ...err.facts } : {};
      return { status: 'away', is_essential: isEssential, latency_ms: taken(), facts };
    }
  }
}

function overall(found: readonly DependencyHealth[]): Health['status'] {
  if (found.some((health) => health.status === 'away' && health.is_essential)) return 'unavailable';
  return found.some((health) => health.status === 'away') ? 'degraded' : 'ok';
}
