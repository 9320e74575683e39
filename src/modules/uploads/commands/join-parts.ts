import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error';
import {
  MultipartTransfers,
  MultipartUploadNotFound,
  ObjectStore,
  PartMismatch,
  type MultipartUpload,
} from '#modules/storage';
import type { NamedPart } from '../domain/completion';
import { UploadNotFound } from '../domain/upload.errors';
import type { AcceptedCompletion, UploadSession } from '../ports/upload-session-repository';
import { UploadConfig } from '../upload.config';
import { UploadRecords } from './upload-records';

const RENEWALS_A_LEASE = 4;

/** Makes one object of the parts that a client named. Done again after a crash, it finds what the earlier try left. */
@Injectable()
export class JoinParts {
  constructor(
    private readonly multipart: MultipartTransfers,
    private readonly store: ObjectStore,
    private readonly records: UploadRecords,
    private readonly config: UploadConfig,
  ) {}

  /** Without parts there is nothing to join: an upload by another door, or one that was confirmed before it was completed. */
  async execute({ stagingKey: key }: UploadSession, accepted: AcceptedCompletion): Promise<void> {
    const { parts } = accepted.said;
    if (parts === undefined) return;
    const uploadId = (await this.records.objects.find(key))?.uploadId ?? null;
    if (uploadId === null) throw PartMismatch('No part of this upload has arrived.');
    const end = this.staysAlive(accepted);
    try {
      await this.join({ key, uploadId }, parts);
    } finally {
      end();
    }
    await this.refuseUnawaited(key);
  }

  /** "Not found" is what a store says of an upload that was completed, and of one that was aborted: the object tells. */
  private async join(upload: MultipartUpload, parts: readonly NamedPart[]): Promise<void> {
    try {
      await this.multipart.complete(upload, parts);
    } catch (error) {
      const isGone = error instanceof DomainError && error.code === MultipartUploadNotFound.code;
      if (!isGone || (await this.store.head(upload.key)) === null) throw error;
    }
  }

  /** Withdrawn while its parts were joined: the purge may have been here before the object was. */
  private async refuseUnawaited(key: string): Promise<void> {
    const state = (await this.records.objects.find(key))?.state;
    if (state === 'intent' || state === 'live') return;
    await this.store.delete([key]);
    throw UploadNotFound();
  }

  /** Parts of a large file take minutes to join. If Postgres is away for longer than the lease, another may begin as well. */
  private staysAlive(accepted: AcceptedCompletion): () => void {
    const everyMs = (this.config.completionLeaseSeconds * 1000) / RENEWALS_A_LEASE;
    const renew = (): Promise<boolean> => this.records.sessions.renewCompletion(accepted);
    const timer = setInterval(() => void renew().catch(() => undefined), everyMs);
    return () => clearInterval(timer);
  }
}
