import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { mayChange, NotYourVideo } from '#modules/videos';
import { UploadNotFound } from '../domain/upload.errors';
import type { UploadId, UploadSession } from '../ports/upload-session-repository';
import { UploadRecords } from './upload-records';

/** An upload in parts always has parts of some size. */
export type UploadInParts = UploadSession & { readonly partBytes: number };

/** The upload that a caller speaks of, if it is his and its video is there. */
@Injectable()
export class FindUpload {
  constructor(private readonly records: UploadRecords) {}

  async ofVideo(actor: Actor, videoId: VideoId): Promise<UploadSession> {
    return this.admit(actor, await this.records.sessions.find(videoId));
  }

  /** Open or complete: what was withdrawn, or will be at the next sweep, is not there. */
  async inParts(actor: Actor, uploadId: UploadId): Promise<UploadInParts> {
    const upload = await this.admit(actor, await this.records.sessions.findByUploadId(uploadId));
    const { partBytes } = upload;
    if (partBytes === null || upload.state === 'withdrawn') throw UploadNotFound();
    if (upload.state === 'open' && upload.isExpired && !upload.isCompleting) throw UploadNotFound();
    return { ...upload, partBytes };
  }

  private async admit(actor: Actor, upload: UploadSession | null): Promise<UploadSession> {
    const video = upload === null ? null : await this.records.videos.find(upload.videoId);
    if (upload === null || video === null || video.deletedFor !== null) throw UploadNotFound();
    if (!mayChange(actor, video)) throw NotYourVideo();
    return upload;
  }
}
