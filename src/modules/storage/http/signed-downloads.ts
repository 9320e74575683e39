import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { cacheControlOf } from '../domain/cache-time';
import { attachmentNamed } from '../domain/content-disposition';
import { bareEtag } from '../domain/etag';
import { ObjectChanged, ObjectNotFound, SignedUrlInvalid } from '../domain/storage.errors';
import { DiskLinks, type LinkClaims } from '../drivers/disk/disk-links';
import { DiskObjectStore } from '../drivers/disk/disk-object-store';
import type { OpenFile } from '../drivers/disk/open-file';
import { pour } from '../drivers/pour';
import type { ByteRange } from '../ports/object-store';
import { StorageObjectRepository } from '../ports/storage-object-repository';
import { rangeOf } from './byte-range';

/** Bytes of a user are never a page of ours, whatever they look like. */
const INERT = "sandbox; default-src 'none'";

/** Serves a file to whoever holds a link: conditional, in ranges, in constant memory. */
@Injectable()
export class SignedDownloads {
  constructor(
    private readonly links: DiskLinks,
    private readonly store: DiskObjectStore,
    private readonly objects: StorageObjectRepository,
  ) {}

  async serve(request: Request, response: Response): Promise<void> {
    const link = this.links.verify(request);
    if (link.claims.for !== 'download') throw SignedUrlInvalid();
    // Bytes lie about for a while after nobody may have them any more.
    if (!(await this.objects.isServed(link.key, new Date(Number(link.claims.at))))) throw ObjectNotFound();
    const file = await this.store.openIfThere(link.key);
    if (file === null) throw ObjectNotFound();
    try {
      await answer(file, link, request, response);
    } finally {
      await file.close();
    }
  }
}

async function answer(file: OpenFile, link: LinkClaims, request: Request, response: Response): Promise<void> {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && !names(ifMatch, file.etag)) throw ObjectChanged();
  const isUnchanged = ifNoneMatch !== undefined && names(ifNoneMatch, file.etag);
  const range = isUnchanged ? null : wantedRange(file, request, response);
  describe(file, link, response);
  if (isUnchanged) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', link.claims.type ?? 'application/octet-stream');
  response.setHeader('Content-Length', range === null ? file.sizeBytes : range.end - range.start + 1);
  if (range !== null) response.setHeader('Content-Range', `bytes ${spanOf(range)}/${String(file.sizeBytes)}`);
  response.status(range === null ? 200 : 206);
  if (request.method === 'HEAD') response.end();
  else await send(file.bytes(range ?? undefined), response);
}

function describe({ etag }: OpenFile, { key, claims }: LinkClaims, response: Response): void {
  response.setHeader('ETag', `"${etag}"`);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', cacheControlOf(key));
  response.setHeader('Content-Security-Policy', INERT);
  // The link is the permission: players of other sites that were given one may use it.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (claims.name !== undefined) response.setHeader('Content-Disposition', attachmentNamed(claims.name));
}

/** A range of another version than the one that the reader has would give a file that never was. */
function wantedRange({ sizeBytes, etag }: OpenFile, request: Request, response: Response): ByteRange | null {
  const { range, 'if-range': ifRange } = request.headers;
  if (request.method === 'HEAD' || (ifRange !== undefined && ifRange !== `"${etag}"`)) return null;
  try {
    return rangeOf(range, sizeBytes);
  } catch (error) {
    response.setHeader('Content-Range', `bytes */${String(sizeBytes)}`);
    throw error;
  }
}

function spanOf({ start, end }: ByteRange): string {
  return `${String(start)}-${String(end)}`;
}

/** Of a list of ETags as a condition names it. */
function names(condition: string, etag: string): boolean {
  return condition.trim() === '*' || condition.split(',').some((each) => bareEtag(each.trim()) === etag);
}

async function send(bytes: Readable, response: Response): Promise<void> {
  try {
    await pour(bytes, response);
  } catch (error) {
    // Who goes away in the middle has nothing more to be told.
    if (bytes.errored !== null) throw error;
  } finally {
    bytes.destroy();
  }
}
