import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { LINK_DOORS, type OpenedUpload } from '../support/upload-doors';

const RIVALS = 50;
const PLACES = 10;
/** They begin like a video, which is all that a door looks at. */
const FILE = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'.padEnd(1_000, '\0'), 'latin1');

describe.each(LINK_DOORS)('fifty uploads at once for the last ten places, by $name', (door) => {
  let scene: Scene;
  let owner: Person;
  let uploads: readonly OpenedUpload[];
  let verdicts: readonly string[];

  beforeAll(async () => {
    scene = await Scene.open({ STORAGE_UPKEEP_SECONDS: '1' });
    owner = await register(scene.client);
    const { client } = await scene.admin();
    await client.ask('PUT', `/api/v1/users/${owner.user.id}/quota`, { body: { limit: PLACES } });
    uploads = await Promise.all(
      Array.from({ length: RIVALS }, async () => {
        const file = { filename: 'film.mp4', file_size: FILE.length, content_type: 'video/mp4' };
        return door.opened(owner.client, await door.announce(owner.client, file));
      }),
    );
    await Promise.all(uploads.map((upload) => upload.send(FILE)));
    verdicts = await Promise.all(uploads.map(async (upload) => (await upload.complete()).verdict));
  }, 120_000);

  afterAll(() => scene.close());

  const idsOf = (verdict: string) =>
    uploads.filter((_, index) => verdicts[index] === verdict).map(({ videoId }) => videoId);

  it('succeed ten times, and are told forty times that the month is used up', () => {
    expect([...verdicts].sort()).toEqual([
      ...Array.from({ length: PLACES }, () => '201'),
      ...Array.from({ length: RIVALS - PLACES }, () => '429 QUOTA_EXCEEDED'),
    ]);
  });

  it('leave counters that are the sums of their rows', async () => {
    const [usage] = await scene.sql(
      'SELECT uploads, reserved_bytes::int, stored_bytes::int, condemned_bytes::int FROM quota_usage WHERE owner_id = $1',
      [owner.user.id],
    );
    expect(usage).toEqual({
      uploads: PLACES,
      reserved_bytes: 0,
      stored_bytes: PLACES * FILE.length,
      condemned_bytes: 0,
    });
    const entries = await scene.sql(
      'SELECT state, count(*)::int, sum(bytes)::int AS bytes FROM quota_entries WHERE owner_id = $1 GROUP BY state ORDER BY state',
      [owner.user.id],
    );
    expect(entries).toEqual([
      { state: 'released', count: RIVALS - PLACES, bytes: (RIVALS - PLACES) * FILE.length },
      { state: 'stored', count: PLACES, bytes: PLACES * FILE.length },
    ]);
    expect((await owner.client.get('/api/v1/quota')).json()).toMatchObject({ used: PLACES, remaining: 0 });
  });

  it('leave nothing of the other forty: no video, no session, no work, no byte', async () => {
    const lost = idsOf('429 QUOTA_EXCEEDED');
    for (const id of lost) expect((await owner.client.get(`/api/v1/videos/${id}`)).status).toBe(404);
    const sessions = await scene.sql(
      `SELECT video_id FROM upload_sessions WHERE video_id = ANY($1) AND state <> 'withdrawn'`,
      [lost],
    );
    const runs = await scene.sql('SELECT id FROM processing_runs WHERE video_id = ANY($1)', [lost]);
    expect([sessions, runs]).toEqual([[], []]);
    // The bytes of a signed PUT go when its link has expired, which is in a quarter of an hour.
    await scene.sql(
      `UPDATE storage_objects SET next_delete_at = now() WHERE video_id = ANY($1) AND state = 'condemned'`,
      [lost],
    );
    await eventually(
      'their bytes are gone',
      async () => {
        const left = await scene.sql(
          `SELECT key FROM storage_objects WHERE video_id = ANY($1) AND state <> 'gone'`,
          [lost],
        );
        return left.length === 0;
      },
      30_000,
    );
  });

  it('leave no place for another one, at opening already', async () => {
    const file = { filename: 'film.mp4', file_size: FILE.length, content_type: 'video/mp4' };
    expect((await door.announce(owner.client, file)).verdict).toBe('429 QUOTA_EXCEEDED');
  });
});
