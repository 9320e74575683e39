import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { NOWHERE } from '#kernel/place';
import { EVERY_SCOPE } from '#kernel/actor';
import { newId, type VideoId } from '#kernel/id';
import { MultipartTransfers, ObjectStore, StorageObjectRepository } from '#modules/storage';
import { Database } from '#platform/database/database';
import { BeginParts } from '../../src/modules/uploads/commands/begin-parts';
import { OpenUpload } from '../../src/modules/uploads/commands/open-upload';
import type { NamedPart } from '../../src/modules/uploads/domain/completion';
import type { Door } from '../../src/modules/uploads/domain/doors';
import { DiskMultipartTransfers } from '../../src/modules/storage/drivers/disk/disk-multipart-transfers';
import {
  UploadSessionRepository,
  type UploadSession,
} from '../../src/modules/uploads/ports/upload-session-repository';

/** They begin like a video, which is all that a door looks at. */
const FILE = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'.padEnd(64, '\0'), 'latin1');

/** Opens uploads and lets their bytes arrive, without HTTP: what dies in between is left to the test. */
export class UploadDesk {
  readonly actor: SignedInUser = somebody();
  readonly sessions: UploadSessionRepository;
  readonly objects: StorageObjectRepository;
  readonly store: ObjectStore;

  constructor(private readonly api: INestApplicationContext) {
    this.sessions = api.get(UploadSessionRepository);
    this.objects = api.get(StorageObjectRepository);
    this.store = api.get(ObjectStore);
  }

  async open(door: Door): Promise<UploadSession> {
    const { session } = await this.api.get(OpenUpload).execute({
      door,
      actor: this.actor,
      file: { filename: 'film.mp4', contentType: 'video/mp4', sizeBytes: FILE.length },
      title: null,
      recordedAt: null,
      place: NOWHERE,
    });
    return (await this.sessions.find(session.videoId))!;
  }

  async arrived(door: 'presigned' | 'dashboard' = 'presigned'): Promise<UploadSession> {
    const session = await this.open(door);
    await this.store.write(session.stagingKey, bytes(), { contentType: 'video/mp4', maxBytes: FILE.length });
    return session;
  }

  async arrivedInParts(): Promise<{ session: UploadSession; parts: readonly NamedPart[] }> {
    const session = await this.open('multipart');
    const upload = await this.api.get(BeginParts).execute(session);
    const part = { ...upload, partNumber: 1, sizeBytes: FILE.length };
    const { etag } = await this.api.get(DiskMultipartTransfers).writePart(part, bytes());
    return { session, parts: [{ partNumber: 1, etag }] };
  }

  /** What the store does when it is asked to complete, and whoever asked dies before he writes it down. */
  async joinAtStore({ stagingKey: key }: UploadSession, parts: readonly NamedPart[]): Promise<void> {
    const uploadId = (await this.objects.find(key))?.uploadId ?? '';
    await this.api.get(MultipartTransfers).complete({ key, uploadId }, parts);
  }

  async stateOf(videoId: VideoId): Promise<string | undefined> {
    return (await this.sessions.find(videoId))?.state;
  }

  /** As if so much time had passed since whoever completes it showed a sign of life. */
  async silentFor(videoId: VideoId, seconds: number): Promise<void> {
    await this.api
      .get(Database)
      .query(
        `UPDATE upload_sessions SET completing_since = now() - make_interval(secs => $2) WHERE video_id = $1`,
        [videoId, seconds],
      );
  }
}

function bytes(): Readable {
  return Readable.from(FILE, { objectMode: false });
}

function somebody(): SignedInUser {
  return {
    kind: 'user',
    userId: newId(),
    credential: { kind: 'session', id: newId() },
    role: 'user',
    memberships: [],
    scopes: EVERY_SCOPE,
    origin: { address: '192.0.2.1', requestId: 'test' },
  };
}
