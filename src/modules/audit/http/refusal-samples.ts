import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { Refusals, type Refusal } from '#platform/http/problems/refusals';
import { Logger } from '#platform/logging/logger';
import { AuditTrail } from '../ports/audit-trail';

const WINDOW_MS = 60_000;
/** Of one process, so that nobody fills the trail by knocking. */
const MOST_IN_A_WINDOW = 60;

/** Records who was refused what: the first of each kind within a minute stands for all. */
@Injectable()
export class RefusalSamples implements OnModuleInit {
  private readonly seen = new Set<string>();
  private windowEndsAt = 0;

  constructor(
    private readonly refusals: Refusals,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.refusals.onRefusal((refusal) => {
      if (this.isSample(refusal)) void this.record(refusal);
    });
  }

  private isSample({ actor, operation, code }: Refusal): boolean {
    const now = this.clock.now().getTime();
    if (now >= this.windowEndsAt) {
      this.seen.clear();
      this.windowEndsAt = now + WINDOW_MS;
    }
    const kind = JSON.stringify([nameOf(actor), operation, code]);
    if (this.seen.has(kind) || this.seen.size >= MOST_IN_A_WINDOW) return false;
    this.seen.add(kind);
    return true;
  }

  /** Beside the answer, which does not wait for it. */
  private async record({ actor, operation, code }: Refusal): Promise<void> {
    const target = { type: 'operation', id: operation };
    try {
      await this.audit.record({ actor, action: 'request.refused', target, after: { code } });
    } catch (err) {
      this.logger.warn({ err }, 'a refusal could not be recorded');
    }
  }
}

function nameOf(actor: Actor): string {
  return actor.kind === 'user' ? actor.userId : actor.origin.address;
}
