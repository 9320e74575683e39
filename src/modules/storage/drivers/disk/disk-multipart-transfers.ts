import { constants } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { newId, isId } from '#kernel/id';
import { bareEtag } from '../../domain/etag';
import { refuseBadOrder, refuseSmallParts } from '../../domain/multipart-rules';
import { MultipartUploadNotFound, PartMismatch } from '../../domain/storage.errors';
import {
  MultipartTransfers,
  type ArrivedPart,
  type CompletedPart,
  type MultipartUpload,
  type OpenMultipartUpload,
} from '../../ports/multipart-transfers';
import type { ObjectFacts } from '../../ports/object-store';
import { isMissing } from './disk-failure';
import { DiskFolder } from './disk-folder';
import { DiskObjectStore } from './disk-object-store';
import { joined } from './joined-parts';
import { OpenFile } from './open-file';

/** Says which key the parts are for. Parts are called by their number alone. */
const LABEL = 'key';
const PART_NAME = /^[1-9]\d{0,4}$/;

interface PartWrite extends MultipartUpload {
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly signal?: AbortSignal;
  readonly whenReady?: () => void;
}

/** Each upload is a folder of parts. Completing writes them one after the other into a new file, which then takes its name. */
@Injectable()
export class DiskMultipartTransfers extends MultipartTransfers {
  constructor(
    private readonly folder: DiskFolder,
    private readonly store: DiskObjectStore,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async begin({ key }: { readonly key: string; readonly contentType: string }): Promise<MultipartUpload> {
    this.unitOfWork.refuseSlowCall('The disk store');
    this.folder.pathOf(key);
    const uploadId = newId();
    const place = this.placeOf(uploadId);
    await this.folder.make(this.folder.multipart);
    await mkdir(place, { mode: 0o700 });
    await writeFile(path.join(place, LABEL), key, { mode: 0o600, flag: 'wx', flush: true });
    return { key, uploadId };
  }

  /** Not part of the port: the signed route of this driver puts the bytes here. */
  async writePart(part: PartWrite, bytes: Readable): Promise<{ etag: string }> {
    await this.refuseUnknown(part);
    const file = path.join(this.placeOf(part.uploadId), String(part.partNumber));
    return this.store.writeFile(file, bytes, {
      ...part,
      maxBytes: part.sizeBytes,
      expectedBytes: part.sizeBytes,
      // Without this the folder of an upload that was aborted meanwhile would be made anew.
      beforeKeeping: () => this.refuseUnknown(part),
    });
  }

  async listParts(upload: MultipartUpload): Promise<readonly ArrivedPart[]> {
    await this.refuseUnknown(upload);
    const names = (await readdir(this.placeOf(upload.uploadId))).filter((name) => PART_NAME.test(name));
    const numbers = names.map(Number).sort((one, other) => one - other);
    return Promise.all(numbers.map((partNumber) => this.partAt(upload, partNumber)));
  }

  async complete(upload: MultipartUpload, parts: readonly CompletedPart[]): Promise<ObjectFacts> {
    refuseBadOrder(parts);
    const arrived = new Map((await this.listParts(upload)).map((part) => [part.partNumber, part]));
    const named = parts.map(({ partNumber, etag }) => {
      const part = arrived.get(partNumber);
      if (part?.etag === bareEtag(etag)) return part;
      throw PartMismatch(undefined, { details: { part_number: partNumber } });
    });
    refuseSmallParts(named);
    const sizeBytes = named.reduce((sum, part) => sum + part.sizeBytes, 0);
    const place = this.placeOf(upload.uploadId);
    const bytes = joined(named.map((part) => ({ file: path.join(place, String(part.partNumber)), ...part })));
    try {
      const facts = await this.store.write(upload.key, bytes, {
        contentType: '',
        maxBytes: sizeBytes,
        expectedBytes: sizeBytes,
        // Another who completed it meanwhile has written these bytes, and they may be in use by now.
        beforeKeeping: () => this.refuseUnknown(upload),
      });
      await rm(place, { recursive: true, force: true });
      return facts;
    } finally {
      bytes.destroy();
    }
  }

  async abort(upload: MultipartUpload): Promise<void> {
    this.unitOfWork.refuseSlowCall('The disk store');
    if ((await this.labelOf(upload.uploadId)) !== upload.key) return;
    await rm(this.placeOf(upload.uploadId), { recursive: true, force: true });
  }

  async *listUploads(): AsyncIterable<OpenMultipartUpload> {
    this.unitOfWork.refuseSlowCall('The disk store');
    const names = await readdir(this.folder.multipart).catch(() => []);
    for (const uploadId of names.filter(isId)) {
      const key = await this.labelOf(uploadId);
      const startedAt = startOf(uploadId);
      if (key !== null) yield { key, uploadId, startedAt };
    }
  }

  private async partAt({ uploadId }: MultipartUpload, partNumber: number): Promise<ArrivedPart> {
    const file = await OpenFile.at(path.join(this.placeOf(uploadId), String(partNumber)));
    await file.close();
    return { partNumber, etag: file.etag, sizeBytes: file.sizeBytes };
  }

  private async refuseUnknown({ key, uploadId }: MultipartUpload): Promise<void> {
    this.unitOfWork.refuseSlowCall('The disk store');
    if ((await this.labelOf(uploadId)) !== key) throw MultipartUploadNotFound();
  }

  private async labelOf(uploadId: string): Promise<string | null> {
    try {
      const label = path.join(this.placeOf(uploadId), LABEL);
      return await readFile(label, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  private placeOf(uploadId: string): string {
    if (!isId(uploadId)) throw MultipartUploadNotFound();
    return path.join(this.folder.multipart, uploadId);
  }
}

/** The id is a UUIDv7, which begins with the milliseconds of its making. */
function startOf(uploadId: string): Date {
  return new Date(Number.parseInt(uploadId.replaceAll('-', '').slice(0, 12), 16));
}
