import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { UserId, VideoId } from '#kernel/id';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';

export interface VideoEvent {
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  /** `video.verb` */
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What happened to a video, for the trail and for whoever listens. Runs within the unit of work of its caller. */
@Injectable()
export class VideoTrace {
  constructor(
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async record(actor: Actor, { videoId, ownerId, type, data = {} }: VideoEvent): Promise<void> {
    const target = { type: 'video', id: videoId };
    await this.audit.record({ actor, action: type, target, after: data });
    await this.facts.record({ type, subject: target, ownerId, data });
  }
}
