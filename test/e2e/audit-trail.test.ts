import type { Answer } from '../support/api-client';
import { runCli } from '../support/built-process';
import { eventually } from '../support/eventually';
import { logIn, PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type { AuditEventBody, AuditEventListBody } from '../support/wire';

const LOG_INS = 5;

describe('the audit trail', () => {
  let scene: Scene;
  let admin: Person;
  let somebody: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    admin = await scene.admin();
    somebody = await register(scene.client, 'somebody');
    for (let index = 0; index < LOG_INS; index += 1) await logIn(scene.client, somebody.email, PASSWORD);
  });

  afterAll(() => scene.close());

  const ask = (query: string): Promise<Answer> => admin.client.get(`/api/v1/audit-events?${query}`);
  const list = async (query: string): Promise<AuditEventListBody> => {
    const answer = await ask(query);
    expect(answer.verdict).toBe('200');
    return answer.json<AuditEventListBody>();
  };
  const logInsOf = (query: string): Promise<AuditEventListBody> =>
    list(`action=user.logged_in&target_id=${somebody.user.id}&${query}`);
  const timesOf = (events: readonly AuditEventBody[]): string[] => events.map((event) => event.occurred_at);

  it('tells an admin who did what to whom, and from where', async () => {
    const answer = await admin.client.patch(`/api/v1/users/${somebody.user.id}`, { role: 'admin' });
    expect(answer.verdict).toBe('200');
    const { events } = await list(`actor_id=${admin.user.id}&target_id=${somebody.user.id}`);
    expect(events[0]).toMatchObject({
      actor: { type: 'user', id: admin.user.id },
      target_type: 'user',
      target_id: somebody.user.id,
      address: '127.0.0.1',
      request_id: answer.headers.get('x-request-id'),
    });
  });

  it('comes page by page, newest first, without skipping or repeating while more is done', async () => {
    const whole = await logInsOf('page_size=100');
    expect(whole.events).toHaveLength(LOG_INS);
    expect(timesOf(whole.events)).toEqual(timesOf(whole.events).toSorted().reverse());
    const first = await logInsOf('page_size=2');
    await logIn(scene.client, somebody.email, PASSWORD);
    const second = await logInsOf(`page_size=2&cursor=${String(first.next_cursor)}`);
    const third = await logInsOf(`page_size=2&cursor=${String(second.next_cursor)}`);
    expect([first, second, third].flatMap(({ events }) => events)).toEqual(whole.events);
    expect(third).toMatchObject({ has_more: false, next_cursor: null, total_capped: false });
  });

  it('is narrowed down by time', async () => {
    const { events } = await logInsOf('page_size=100');
    const middle = events[2]!.occurred_at;
    const [later, earlier] = await Promise.all([
      logInsOf(`occurred_after=${middle}`),
      logInsOf(`occurred_before=${middle}`),
    ]);
    expect(timesOf(later.events).every((time) => time >= middle)).toBe(true);
    expect(timesOf(earlier.events).every((time) => time < middle)).toBe(true);
    expect(later.total + earlier.total).toBeGreaterThanOrEqual(events.length - 1);
    expect((await list('occurred_after=9999-12-31T23:59:59Z')).events).toEqual([]);
    expect((await list('occurred_before=1900-01-01T00:00:00Z')).events).toEqual([]);
  });

  it.each([
    ['action=logged_in', '422 action BAD_FORMAT'],
    ['actor_id=me', '422 actor_id NOT_UUID'],
    ['target_id=', '422 target_id BAD_LENGTH'],
    ['target_id=%00', '422 target_id NOT_TEXT'],
    ['occurred_after=yesterday', '422 occurred_after NOT_A_TIME'],
    ['cursor=abc', '422 cursor BAD_CURSOR'],
  ])('says what is wrong with a question: %s', async (query, expected) => {
    const answer = await ask(query);
    const [fault] = answer.problem.errors ?? [];
    expect(`${String(answer.status)} ${fault?.field ?? ''} ${fault?.code ?? ''}`).toBe(expected);
  });

  it('samples who was refused what: one of a kind within a minute', async () => {
    const stranger = await register(scene.client, 'stranger');
    for (let index = 0; index < 5; index += 1) {
      expect((await stranger.client.get('/api/v1/users')).status).toBe(403);
      expect((await stranger.client.get('/api/v1/audit-events')).status).toBe(403);
    }
    const refusals = await eventually('both are recorded', async () => {
      const { events } = await list(`action=request.refused&actor_id=${stranger.user.id}`);
      return events.length >= 2 ? events : null;
    });
    expect(refusals.map(({ target_id: id, after }) => [id, after]).toSorted()).toEqual([
      ['listAuditEvents', { code: 'FORBIDDEN' }],
      ['listUsers', { code: 'FORBIDDEN' }],
    ]);
  });

  it('is sealed by the worker, and verified at the command line, which names what was edited', async () => {
    await eventually('every row is sealed', async () => {
      const waiting = await scene.sql('SELECT 1 AS one FROM audit_seals WHERE position IS NULL LIMIT 1');
      return waiting.length === 0;
    });
    const { DATABASE_URL = '' } = scene.variables;
    const whole = await runCli('audit:verify', { DATABASE_URL });
    expect([whole.code, whole.output]).toEqual([
      0,
      expect.stringMatching(/^The audit trail holds: \d+ rows/),
    ]);
    const [victim] = await scene.sql<{ id: string }>(
      'SELECT event_id AS id FROM audit_seals WHERE position = 3',
    );
    const edit = async (sql: string): Promise<void> => {
      await scene.sql('ALTER TABLE audit_events DISABLE TRIGGER tr_audit_events_append_only');
      await scene.sql(sql, [victim!.id]);
      await scene.sql('ALTER TABLE audit_events ENABLE TRIGGER tr_audit_events_append_only');
    };
    await edit(`UPDATE audit_events SET address = '_' || address WHERE id = $1`);
    const broken = await runCli('audit:verify', { DATABASE_URL });
    expect([broken.code, broken.output]).toEqual([
      1,
      expect.stringContaining(`BROKEN: row ${victim!.id} at position 3 is edited. Before it, 2 rows`),
    ]);
    await edit('UPDATE audit_events SET address = substr(address, 2) WHERE id = $1');
    expect((await runCli('audit:verify', { DATABASE_URL })).code).toBe(0);
  });
});
