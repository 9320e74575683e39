import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BodiesAtOnce } from '#platform/http/body/bodies-at-once';
import { letBodyCome } from '#platform/http/body/streamed-routes';
import { MalformedRequest } from '#platform/http/http.errors';
import { SignedUrlInvalid, TooManyBytes } from '../domain/storage.errors';
import type { StoredObject } from '../domain/stored-object';
import { DiskLinks, type LinkClaims } from '../drivers/disk/disk-links';
import { DiskMultipartTransfers } from '../drivers/disk/disk-multipart-transfers';
import { DiskObjectStore } from '../drivers/disk/disk-object-store';
import { StorageObjectRepository } from '../ports/storage-object-repository';

const OVER = 'The upload that this link belongs to is over.';

/** Takes the bytes that a link was made for: of that type, of that length, under that key, and while they are awaited. */
@Injectable()
export class SignedUploads {
  constructor(
    private readonly links: DiskLinks,
    private readonly store: DiskObjectStore,
    private readonly multipart: DiskMultipartTransfers,
    private readonly objects: StorageObjectRepository,
    private readonly bodies: BodiesAtOnce,
  ) {}

  async accept(request: Request, response: Response): Promise<void> {
    const link = this.links.verify(request);
    refuseOtherBody(request, link);
    const { ownerId } = await this.awaited(link);
    const etag = await this.bodies.take(ownerId ?? request.socket.remoteAddress ?? '', () =>
      this.take(link, request, response),
    );
    response.setHeader('ETag', `"${etag}"`);
    response.setHeader('Content-Length', 0);
    response.status(200).end();
  }

  private async take({ key, claims }: LinkClaims, request: Request, response: Response): Promise<string> {
    const sizeBytes = Number(claims.size);
    const whenReady = (): void => letBodyCome(request, response);
    try {
      const { etag } =
        claims.for === 'part'
          ? await this.multipart.writePart({ ...partOf({ key, claims }), sizeBytes, whenReady }, request)
          : await this.store.write(key, request, {
              contentType: claims.type ?? '',
              maxBytes: sizeBytes,
              expectedBytes: sizeBytes,
              whenReady,
              beforeKeeping: () => this.awaited({ key, claims }),
            });
      return etag;
    } catch (error) {
      if (request.destroyed && !request.complete)
        throw MalformedRequest('The body broke off.', { cause: error });
      throw error;
    }
  }

  /** A link can be used until it expires. Once the upload was completed or given up, what it brings must change nothing. */
  private async awaited({ key, claims }: LinkClaims): Promise<StoredObject> {
    const object = await this.objects.find(key);
    const isAwaited =
      object?.state === 'intent' && (claims.for !== 'part' || object.uploadId === claims.upload);
    if (!isAwaited) throw SignedUrlInvalid(OVER);
    return object;
  }
}

function partOf({ key, claims }: LinkClaims): { key: string; uploadId: string; partNumber: number } {
  return { key, uploadId: claims.upload ?? '', partNumber: Number(claims.part) };
}

/** As S3 does it, type and length are part of what was signed; that there is too much of it we can say more plainly. */
function refuseOtherBody({ headers }: Request, { claims }: LinkClaims): void {
  if (claims.for !== 'upload' && claims.for !== 'part') throw SignedUrlInvalid();
  const { 'content-length': length, 'content-type': type } = headers;
  const bytes = `exactly ${claims.size ?? ''} bytes`;
  const wanted = `This link takes ${claims.type === undefined ? bytes : `${bytes} of type ${claims.type}`}.`;
  const isOtherType = claims.for === 'upload' && type !== claims.type;
  if (isOtherType || headers['content-encoding'] !== undefined) throw SignedUrlInvalid(wanted);
  if (Number(length) > Number(claims.size)) throw TooManyBytes(wanted);
  if (length !== claims.size) throw SignedUrlInvalid(wanted);
}
