import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { StatementCounter } from '../support/statement-counter';
import { Uploader } from '../support/uploader';

const MOST = 3;
const ROWS = 120;
/** A signed-in session is looked up again when it was not for this long. */
const SESSION_FRESH_MS = 4_000;

describe('what a request costs Postgres', () => {
  let scene: Scene;
  let counter: StatementCounter;
  let owner: Uploader;
  let videoId: string;

  beforeAll(async () => {
    scene = await Scene.open();
    await scene.startWorker();
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
    await owner.untilProcessed(await owner.upload('first'));
    await scene.sql(
      `WITH mall AS (INSERT INTO malls (id, name) VALUES (gen_random_uuid(), 'Mall') RETURNING id),
            pin AS (INSERT INTO pins (id, mall_id, name) SELECT gen_random_uuid(), mall.id, 'Gate' FROM mall RETURNING id, mall_id)
       INSERT INTO videos (id, owner_id, mall_id, pin_id, title, original_filename, format, content_type, file_size_bytes,
                           original_key, status, uploaded_at)
       SELECT gen_random_uuid(), $1, pin.mall_id, pin.id, 'camera ' || n, 'a.mp4', 'mp4', 'video/mp4', 1, 'videos/' || n,
              'pending', now()
         FROM pin, generate_series(1, ${String(ROWS)}) AS n`,
      [owner.userId],
    );
    const [inMall] = await scene.sql<{ id: string }>(
      `SELECT id FROM videos WHERE pin_id IS NOT NULL LIMIT 1`,
    );
    videoId = inMall?.id ?? '';
    counter = await StatementCounter.before(scene.variables.DATABASE_URL ?? '');
    owner = owner.at(await scene.startApi({ DATABASE_URL: counter.url }));
  });

  afterAll(async () => {
    await scene.sql(`DELETE FROM videos WHERE original_filename = 'a.mp4'`);
    await scene.close();
    await counter.close();
  });

  /** Less what the feed of facts asks on its own. */
  const statementsOf = async (path: string): Promise<readonly string[]> => {
    counter.take();
    const answer = await owner.client.get(path);
    expect(answer.verdict).toBe('200');
    return counter.take().filter((statement) => !statement.includes('FROM outbox'));
  };

  it.each([
    ['one video of a camera', () => `/api/v1/videos/${videoId}`],
    ['20 rows, one with its picture', () => '/api/v1/videos?sort_by=duration'],
    ['100 rows', () => '/api/v1/videos?page_size=100'],
    ['100 rows further on', () => '/api/v1/videos?limit=100&offset=20'],
    ['a search', () => '/api/v1/videos?page_size=100&search=camera'],
    [
      'every filter at once',
      () =>
        '/api/v1/videos?status=pending&has_proxy=false&visibility=private&uploaded_after=2024-01-01T00:00:00Z&search=cam&sort_by=title',
    ],
  ])('is at most three statements, the look at the session among them: %s', async (_, path) => {
    await owner.client.get('/api/v1/auth/me');
    let statements: readonly string[] = [];
    await eventually(
      'a request that looks at its session',
      async () => {
        statements = await statementsOf(path());
        return statements.some((statement) => statement.includes('FROM sessions'));
      },
      3 * SESSION_FRESH_MS,
    );
    expect(statements.filter((statement) => statement.includes('FROM videos')).length).toBeGreaterThan(0);
    expect({ statements, isFew: statements.length <= MOST }).toMatchObject({ isFew: true });
  });
});
