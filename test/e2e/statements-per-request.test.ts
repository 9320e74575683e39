import type { ApiClient } from '../support/api-client';
import { BusyMall } from '../support/busy-mall';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { StatementCounter } from '../support/statement-counter';

const MOST = 3;
const ROWS = 120;
/** A signed-in session is looked up again when it was not for this long. */
const SESSION_FRESH_MS = 4_000;

/** What a cache holds costs nothing: see caches.test.ts. */
const UNCACHED = { CACHE_VIDEO_METADATA: 'off', CACHE_VIDEO_LISTS: 'off' };

describe('what a request costs Postgres', () => {
  let scene: Scene;
  let counter: StatementCounter;
  let callers: Readonly<Record<'operator' | 'tenant' | 'admin', ApiClient>>;
  let videoId: string;

  beforeAll(async () => {
    scene = await Scene.open();
    await scene.startWorker();
    const place = await BusyMall.open(scene);
    const { operator } = place;
    await operator.untilProcessed(await operator.upload('first'));
    await scene.sql(
      `INSERT INTO videos (id, owner_id, mall_id, pin_id, title, original_filename, format, content_type, file_size_bytes,
                           original_key, status, uploaded_at)
       SELECT gen_random_uuid(), $1, $2, $3, 'camera ' || n, 'a.mp4', 'mp4', 'video/mp4', 1, 'videos/' || n, 'pending', now()
         FROM generate_series(1, ${String(ROWS)}) AS n`,
      [operator.userId, place.mall.mallId, place.at.till],
    );
    const [inMall] = await scene.sql<{ id: string }>(
      `SELECT id FROM videos WHERE pin_id IS NOT NULL LIMIT 1`,
    );
    videoId = inMall?.id ?? '';
    counter = await StatementCounter.before(scene.variables.DATABASE_URL ?? '');
    const { baseUrl } = await scene.startApi({ ...UNCACHED, DATABASE_URL: counter.url });
    callers = {
      operator: operator.client.at(baseUrl),
      tenant: place.tenant.client.at(baseUrl),
      admin: place.admin.at(baseUrl),
    };
  });

  afterAll(async () => {
    await scene.sql(`DELETE FROM videos WHERE original_filename = 'a.mp4'`);
    await scene.close();
    await counter.close();
  });

  /** Less what the feed of facts asks on its own. */
  const statementsOf = async (client: ApiClient, path: string): Promise<readonly string[]> => {
    counter.take();
    const answer = await client.get(path);
    expect(answer.verdict).toBe('200');
    return counter.take().filter((statement) => !statement.includes('FROM outbox'));
  };

  const PATHS: Readonly<Record<string, () => string>> = {
    'one video of a camera': () => `/api/v1/videos/${videoId}`,
    '20 rows, one with its picture': () => '/api/v1/videos?sort_by=duration',
    '100 rows': () => '/api/v1/videos?page_size=100',
    '100 rows further on': () => '/api/v1/videos?limit=100&offset=20',
    'a search': () => '/api/v1/videos?page_size=100&search=camera',
    'every filter at once': () =>
      '/api/v1/videos?status=pending&has_proxy=false&visibility=private&uploaded_after=2024-01-01T00:00:00Z&search=cam&sort_by=title',
  };

  it.each(['operator', 'tenant', 'admin'] as const)(
    'is at most three statements for the %s, a look at the session among them',
    async (who) => {
      for (const [what, path] of Object.entries(PATHS)) {
        const statements = (await statementsOf(callers[who], path())).filter((each) => !isOfSession(each));
        expect(statements.some((statement) => statement.includes('FROM videos'))).toBe(true);
        expect({ what, statements, isFew: statements.length < MOST }).toMatchObject({ isFew: true });
      }
    },
  );

  it('looks at the session by one statement', async () => {
    const statements = await eventually(
      'a request looks at its session',
      async () => {
        const asked = await statementsOf(callers.admin, PATHS['100 rows']!());
        return asked.some(isOfSession) ? asked : null;
      },
      3 * SESSION_FRESH_MS,
    );
    expect(statements.filter(isOfSession)).toHaveLength(1);
    expect(statements.length).toBeLessThanOrEqual(MOST);
  });
});

function isOfSession(statement: string): boolean {
  return statement.includes('FROM sessions');
}
