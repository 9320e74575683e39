import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { newId, type VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { newStagingKey } from '#modules/storage';
import type { Door } from '../domain/doors';
import { displayName, titleOf } from '../domain/display-name';
import { acceptFile, type AnnouncedFile, type VideoFormat } from '../domain/file-rules';
import { UploadConfig } from '../upload.config';
import { originalKeyAt } from './original-key';
import { UploadRecords } from './upload-records';

const MEBIBYTE = 1024 * 1024;

export interface OpenUploadInput {
  readonly door: Door;
  readonly actor: SignedInUser;
  readonly file: AnnouncedFile;
  readonly title: string | null;
  readonly recordedAt: Date | null;
  /** How long the link to the store will take bytes. */
  readonly writableSeconds: number;
}

export interface OpenedUpload {
  readonly videoId: VideoId;
  readonly stagingKey: string;
  /** Where the original will stand. */
  readonly originalKey: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly writableUntil: Date;
}

/** Behind every door: the row, the reservation and the intent are there before a byte is, or none of them. */
@Injectable()
export class OpenUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
    private readonly config: UploadConfig,
    private readonly clock: Clock,
  ) {}

  execute(input: OpenUploadInput): Promise<OpenedUpload> {
    const { formats } = this.config;
    const format = acceptFile(input.file, { formats, maxBytes: this.maxBytesAt(input.door) });
    return this.unitOfWork.run(() => this.write(input, format));
  }

  maxBytesAt(door: Door): number {
    const { maxUploadMegabytes, maxMultipartMegabytes, maxDashboardMegabytes } = this.config;
    const megabytes: Record<Door, number> = {
      presigned: maxUploadMegabytes,
      multipart: maxMultipartMegabytes,
      dashboard: maxDashboardMegabytes,
    };
    return megabytes[door] * MEBIBYTE;
  }

  private async write(input: OpenUploadInput, format: VideoFormat): Promise<OpenedUpload> {
    const { quota, videos, objects, sessions } = this.records;
    const upload = this.plan(input, format);
    const { videoId, stagingKey, sizeBytes, contentType, writableUntil } = upload;
    const ownerId = input.actor.userId;
    await quota.reserve({ videoId, ownerId, bytes: sizeBytes });
    await videos.insertPending({
      id: videoId,
      ownerId,
      title: input.title ?? titleOf(input.file.filename),
      originalFilename: displayName(input.file.filename),
      format,
      contentType,
      fileSizeBytes: sizeBytes,
      originalKey: upload.originalKey,
      recordedAt: input.recordedAt,
    });
    await objects.intend({
      key: stagingKey,
      purpose: 'staging',
      ownerId,
      videoId,
      sizeBytes,
      contentType,
      writableUntil,
    });
    await sessions.open({ door: input.door, videoId, ownerId, stagingKey, declaredBytes: sizeBytes });
    return upload;
  }

  private plan({ door, actor, file, writableSeconds }: OpenUploadInput, format: VideoFormat): OpenedUpload {
    const videoId = newId<'video'>();
    return {
      videoId,
      stagingKey: newStagingKey(),
      originalKey: originalKeyAt(door, { ownerId: actor.userId, videoId, extension: format }),
      contentType: file.contentType.toLowerCase(),
      sizeBytes: file.sizeBytes,
      writableUntil: new Date(this.clock.now().getTime() + writableSeconds * 1000),
    };
  }
}
