import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { crashPoint } from '#kernel/crash-point';
import { newId } from '#kernel/id';
import type { Place } from '#kernel/place';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ChoosePlace } from '#modules/sites';
import { newStagingKey } from '#modules/storage';
import { SIGNED_PUT_SECONDS, type Door } from '../domain/doors';
import { displayName, titleOf } from '../domain/display-name';
import { acceptFile, type AnnouncedFile, type VideoFormat } from '../domain/file-rules';
import { partBytesOf } from '../domain/part-plan';
import type { NewUploadSession, UploadId } from '../ports/upload-session-repository';
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
  readonly place: Place;
}

interface PlannedUpload {
  readonly session: NewUploadSession;
  /** Where the original will stand. */
  readonly originalKey: string;
  readonly contentType: string;
  /** Until when a signed PUT would take the bytes. */
  readonly writableUntil: Date;
}

export interface OpenedUpload extends PlannedUpload {
  /** When it is withdrawn, unless it is completed. */
  readonly expiresAt: Date;
}

/** Behind every door: the row, the reservation and the intent are there before a byte is, or none of them. */
@Injectable()
export class OpenUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
    private readonly choosePlace: ChoosePlace,
    private readonly config: UploadConfig,
    private readonly clock: Clock,
  ) {}

  async execute(input: OpenUploadInput): Promise<OpenedUpload> {
    const { formats } = this.config;
    const format = acceptFile(input.file, { formats, maxBytes: this.maxBytesAt(input.door) });
    const opened = await this.unitOfWork.run(() => this.write(input, format));
    crashPoint('C2');
    return opened;
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
    const place = await this.choosePlace.execute(input.actor, input.place);
    const upload = this.plan({ ...input, place }, format);
    const { session, contentType, writableUntil } = upload;
    const { videoId, ownerId, stagingKey, declaredBytes } = session;
    await quota.reserve({ videoId, ownerId, bytes: declaredBytes });
    await videos.insertPending({
      id: videoId,
      ownerId,
      ...place,
      title: input.title ?? titleOf(input.file.filename),
      originalFilename: displayName(input.file.filename),
      format,
      contentType,
      fileSizeBytes: declaredBytes,
      originalKey: upload.originalKey,
      recordedAt: input.recordedAt,
    });
    await objects.intend({
      key: stagingKey,
      purpose: 'staging',
      ownerId,
      videoId,
      sizeBytes: declaredBytes,
      contentType,
      ...(input.door === 'presigned' ? { writableUntil } : {}),
    });
    const expiresAt = await sessions.open(session);
    crashPoint('C1');
    return { ...upload, expiresAt };
  }

  private plan({ door, actor, file, place }: OpenUploadInput, format: VideoFormat): PlannedUpload {
    const videoId = newId<'video'>();
    const ownerId = actor.userId;
    const uploadId: UploadId = newId();
    const declaredBytes = file.sizeBytes;
    const partBytes = door === 'multipart' ? partBytesOf(declaredBytes) : null;
    return {
      session: { uploadId, door, videoId, ownerId, stagingKey: newStagingKey(), declaredBytes, partBytes },
      originalKey: originalKeyAt(door, { ownerId, mallId: place.mallId, videoId, extension: format }),
      contentType: file.contentType.toLowerCase(),
      writableUntil: new Date(this.clock.now().getTime() + SIGNED_PUT_SECONDS * 1000),
    };
  }
}
