import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { crashPoint } from '#kernel/crash-point';
import type { VideoId } from '#kernel/id';
import type { DashboardSessionId } from '../../domain/dashboard-session';
import type { Attempt } from '../../domain/failed-attempt';
import { BodyBrokeOff, DashboardSessionNotFound } from '../../domain/upload.errors';
import type { IncomingForm } from '../../ports/incoming-form';
import { HoldDashboardSession, type HeldDashboardSession } from './hold-dashboard-session';
import { OpenDashboardUpload } from './open-dashboard-upload';
import { RegisterDashboardUpload } from './register-dashboard-upload';
import { TakeFile } from './take-file';
import { UndoAttempt } from './undo-attempt';

export interface ReceiveDashboardUploadInput {
  readonly actor: SignedInUser;
  readonly sessionId: DashboardSessionId;
  readonly form: IncomingForm;
}

export interface ReceivedUpload {
  readonly videoId: VideoId;
  readonly sha256: string;
  readonly metadata: object | null;
}

/** One body for one session, from its first byte to a video in processing, or to nothing. */
@Injectable()
export class ReceiveDashboardUpload {
  constructor(
    private readonly hold: HoldDashboardSession,
    private readonly open: OpenDashboardUpload,
    private readonly takeFile: TakeFile,
    private readonly register: RegisterDashboardUpload,
    private readonly undo: UndoAttempt,
  ) {}

  /** Throws a FailedAttempt for whatever goes wrong after the session was taken. */
  async execute(input: ReceiveDashboardUploadInput): Promise<ReceivedUpload> {
    const { actor, sessionId, form } = input;
    const held = await this.hold.execute(actor, sessionId);
    const attempt: Begun = { sessionId, userId: actor.userId, upload: null, hasWritten: false };
    try {
      return await this.receive(input, held, attempt);
    } catch (error) {
      held.end();
      form.stop();
      throw await this.undo.execute(reasonOf(error, held, form), attempt, held.claim);
    } finally {
      held.end();
    }
  }

  private async receive(
    { actor, form }: ReceiveDashboardUploadInput,
    held: HeldDashboardSession,
    attempt: Begun,
  ): Promise<ReceivedUpload> {
    const { bytes, ...file } = await form.file();
    const opened = await this.open.execute({ actor, held, file, maxBytes: form.maxFileBytes });
    attempt.upload = { ...opened.session, originalKey: opened.originalKey };
    attempt.hasWritten = true;
    const signal = AbortSignal.any([held.lost, form.gone]);
    const report = (fraction: number): void => held.report(fraction);
    const taken = await this.takeFile.execute({ opened, bytes, form, signal, report });
    crashPoint('C6');
    await this.register.execute({ actor, held, opened, taken }, signal);
    crashPoint('C8');
    return {
      videoId: opened.session.videoId,
      sha256: taken.arrived.sha256,
      metadata: taken.metadata,
    };
  }
}

type Begun = { -readonly [Key in keyof Attempt]: Attempt[Key] };

/** Whoever was called off complains of many things, all for the same reason. */
function reasonOf(error: unknown, { lost }: HeldDashboardSession, { gone }: IncomingForm): unknown {
  if (lost.aborted) return DashboardSessionNotFound(undefined, { cause: error });
  if (gone.aborted) return BodyBrokeOff(undefined, { cause: error });
  return error;
}
