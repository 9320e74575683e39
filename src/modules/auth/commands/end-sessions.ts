import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { UserId } from '#kernel/id';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import { SessionRepository, type RevocationReason, type SessionOwner } from '../ports/session-repository';

const ACTION_OF: Readonly<Record<RevocationReason, string>> = {
  logout: 'session.ended',
  reuse: 'session.reuse_detected',
  disabled: 'session.revoked',
};

/** Ends sessions, with trace and fact. Runs within the unit of work of its caller. */
@Injectable()
export class EndSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async one(actor: Actor, { sessionId, userId }: SessionOwner, reason: RevocationReason): Promise<void> {
    await this.sessions.revoke(sessionId, reason);
    const target = { type: 'session', id: sessionId };
    await this.audit.record({ actor, action: ACTION_OF[reason], target });
    await this.facts.record({ type: 'session.ended', subject: target, ownerId: userId, data: { reason } });
  }

  async all(actor: Actor, userId: UserId, reason: RevocationReason): Promise<void> {
    await this.sessions.revokeAll(userId, reason);
    const target = { type: 'user', id: userId };
    await this.audit.record({ actor, action: ACTION_OF[reason], target });
    await this.facts.record({
      type: 'user.sessions_ended',
      subject: target,
      ownerId: userId,
      data: { reason },
    });
  }
}
