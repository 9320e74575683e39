import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { usualContentType } from '../../domain/file-rules';
import { DashboardSessionNotFound } from '../../domain/upload.errors';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';
import type { ArrivingFile } from '../../ports/incoming-form';
import { OpenUpload, type OpenedUpload } from '../open-upload';
import type { HeldDashboardSession } from './hold-dashboard-session';

export interface OpenDashboardUploadInput {
  readonly actor: SignedInUser;
  readonly held: HeldDashboardSession;
  readonly file: Omit<ArrivingFile, 'bytes'>;
  /** No byte more will be taken. */
  readonly maxBytes: number;
}

/** The file's name is known, its length is not: what is reserved is the most that it can be, and settled when it has come. */
@Injectable()
export class OpenDashboardUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly openUpload: OpenUpload,
    private readonly sessions: DashboardSessionRepository,
  ) {}

  execute({ actor, held, file, maxBytes }: OpenDashboardUploadInput): Promise<OpenedUpload> {
    const { filename } = file;
    return this.unitOfWork.run(async () => {
      const opened = await this.openUpload.execute({
        door: 'dashboard',
        actor,
        file: { filename, contentType: file.contentType ?? usualContentType(filename), sizeBytes: maxBytes },
        title: null,
        recordedAt: held.session.recordedAt,
        place: held.session.place,
      });
      if (!(await this.sessions.noteVideo(held.claim, opened.session.videoId)))
        throw DashboardSessionNotFound();
      return opened;
    });
  }
}
