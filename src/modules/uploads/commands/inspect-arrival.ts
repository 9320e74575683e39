import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { readSignature, SIGNATURE_BYTES } from '#libs/media';
import { ObjectStore, type ObjectFacts } from '#modules/storage';
import { FAMILY_OF, type VideoFormat } from '../domain/file-rules';
import { BytesAbsent, ContentMismatch, SizeMismatch, UploadNotFound } from '../domain/upload.errors';
import type { NewUploadSession } from '../ports/upload-session-repository';
import { UploadMetrics } from '../upload.metrics';
import { UploadRecords } from './upload-records';
import { WithdrawUpload } from './withdraw-upload';

type InspectedUpload = Pick<NewUploadSession, 'videoId' | 'stagingKey' | 'declaredBytes'>;

/** Reads back what the store says it has: nothing that a client announced is believed. */
@Injectable()
export class InspectArrival {
  constructor(
    private readonly store: ObjectStore,
    private readonly records: UploadRecords,
    private readonly withdrawUpload: WithdrawUpload,
    private readonly metrics: UploadMetrics,
  ) {}

  async execute({ videoId, stagingKey, declaredBytes }: InspectedUpload): Promise<ObjectFacts> {
    const arrived = await this.store.head(stagingKey);
    if (arrived === null) throw BytesAbsent();
    if (arrived.sizeBytes !== declaredBytes) {
      await this.refuse(videoId);
      throw SizeMismatch(undefined, { details: { announced: declaredBytes, arrived: arrived.sizeBytes } });
    }
    if (!(await this.isWhatItClaims(videoId, arrived))) {
      await this.refuse(videoId);
      throw ContentMismatch();
    }
    return arrived;
  }

  async refuse(videoId: VideoId): Promise<void> {
    if ((await this.withdrawUpload.execute(videoId)) === 'done') this.metrics.failures.inc();
  }

  private async isWhatItClaims(videoId: VideoId, { key, sizeBytes, etag }: ObjectFacts): Promise<boolean> {
    const video = await this.records.videos.find(videoId);
    if (video === null) throw UploadNotFound();
    const end = Math.min(sizeBytes, SIGNATURE_BYTES) - 1;
    const head: Buffer[] = [];
    for await (const chunk of await this.store.read(key, { range: { start: 0, end }, ifMatch: etag })) {
      head.push(chunk as Buffer);
    }
    const signature = readSignature(Buffer.concat(head));
    return signature.kind === 'video' && signature.family === FAMILY_OF[video.format as VideoFormat];
  }
}
