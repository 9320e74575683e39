import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import { EVERY_SCOPE, type SignedInUser } from '#kernel/actor';
import { newId, type VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { readItem } from '../../src/modules/videos/domain/video-text';
import { VideoQueries } from '../../src/modules/videos/queries/video.queries';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { startApiContext } from '../support/running-app';
import { ANYTHING } from '../support/video-wishes';

/** Amsterdam was 19 minutes and 32 seconds ahead until 1937. */
const RECORDED_AT = '1920-01-01T12:00:00.000Z';

describe('a database in a zone of its own', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const client = new Client({ connectionString: environment.variables.DATABASE_URL });
    await client.connect();
    const name = new URL(environment.variables.DATABASE_URL!).pathname.slice(1);
    await client.query(`ALTER DATABASE ${name} SET TimeZone = 'Europe/Amsterdam'`);
    await client.end();
    app = await startApiContext(environment);
  });

  afterAll(async () => {
    await app.close();
    await environment.remove();
  });

  it('changes no time, however odd that zone once was', async () => {
    const owner: SignedInUser = {
      kind: 'user',
      userId: newId<'user'>(),
      credential: { kind: 'session', id: newId<'session'>() },
      role: 'user',
      memberships: [],
      scopes: EVERY_SCOPE,
      origin: { address: '127.0.0.1', requestId: 'a request' },
    };
    const id = newId<'video'>();
    await insertVideo(id, owner.userId);
    const videos = app.get(VideoQueries);
    const page = { style: 'page', size: 20, offset: 0, page: 1, after: null } as const;
    const list = await videos.list(owner, ANYTHING, { by: 'created_at', direction: 'desc' }, page);
    const times = [(await videos.get(owner, id)).recordedAt, readItem(list.items[0]!).recordedAt];
    expect(times.map((time) => time?.toISOString())).toEqual([RECORDED_AT, RECORDED_AT]);
  });

  async function insertVideo(id: VideoId, ownerId: string): Promise<void> {
    await app.get(Database).query(
      `INSERT INTO videos (id, owner_id, title, original_filename, format, content_type, file_size_bytes, original_key, status, recorded_at)
       VALUES ($1, $2, 'Old', 'old.mp4', 'mp4', 'video/mp4', 1, 'videos/old', 'pending', $3)`,
      [id, ownerId, RECORDED_AT],
    );
  }
});
