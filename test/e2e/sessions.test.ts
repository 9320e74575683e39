import { createHash } from 'node:crypto';
import type { Answer, ApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { logIn, PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type { SessionBody } from '../support/wire';

/** What a change of somebody's standing may take to be felt everywhere. */
const FELT_WITHIN_MS = 5_000;

describe('a session', () => {
  let scene: Scene;
  let client: ApiClient;

  beforeAll(async () => {
    scene = await Scene.open();
    client = scene.client;
  });

  afterAll(() => scene.close());

  const refresh = (token: string): Promise<Answer> =>
    client.post('/api/v1/auth/refresh', { refresh_token: token });
  const me = (accessToken: string): Promise<Answer> => client.as(accessToken).get('/api/v1/auth/me');
  const shiftUse = (token: string, seconds: number) =>
    scene.sql('UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $2) WHERE hash = $1', [
      hashOf(token),
      seconds,
    ]);
  const untilRefused = (accessToken: string) =>
    eventually(
      'the access token is refused',
      async () => (await me(accessToken)).status === 401,
      FELT_WITHIN_MS,
    );

  it('gives a new pair of tokens for its refresh token, and both are good', async () => {
    const { session } = await register(client);
    const next = (await refresh(session.refresh_token)).json<SessionBody>();
    expect(next.refresh_token).not.toBe(session.refresh_token);
    expect((await me(next.access_token)).status).toBe(200);
    expect((await refresh(next.refresh_token)).status).toBe(200);
  });

  it('lets five tabs refresh at once, and none of them is logged out', async () => {
    const { session } = await register(client);
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(session.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const tabs = answers.map((answer) => answer.json<SessionBody>());
    expect(new Set(tabs.map((tab) => tab.refresh_token)).size).toBe(5);
    for (const tab of tabs) {
      expect((await me(tab.access_token)).status).toBe(200);
      expect((await refresh(tab.refresh_token)).status).toBe(200);
    }
  });

  it('ends for everybody when a used refresh token comes back after the ten seconds of grace', async () => {
    const { session, user } = await register(client);
    const next = (await refresh(session.refresh_token)).json<SessionBody>();
    await shiftUse(session.refresh_token, 11);
    expect((await refresh(session.refresh_token)).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    expect((await refresh(next.refresh_token)).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    await untilRefused(next.access_token);
    const [ended] = await scene.sql<{ revoked_for: string }>(
      'SELECT revoked_for FROM sessions WHERE user_id = $1',
      [user.id],
    );
    expect(ended?.revoked_for).toBe('reuse');
  });

  it('leaves a trace of the reuse for those who look into it', async () => {
    const { session } = await register(client);
    await refresh(session.refresh_token);
    await shiftUse(session.refresh_token, 11);
    const refused = await refresh(session.refresh_token);
    const traces = await scene.sql('SELECT action, address FROM audit_events WHERE request_id = $1', [
      refused.headers.get('x-request-id'),
    ]);
    expect(traces).toEqual([{ action: 'session.reuse_detected', address: '127.0.0.1' }]);
  });

  it('does not end when a stranger guesses refresh tokens', async () => {
    const { session } = await register(client);
    expect((await refresh('fgr_' + 'A'.repeat(43))).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    expect((await refresh(session.access_token.slice(0, 255))).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    expect((await refresh(session.refresh_token)).status).toBe(200);
  });

  it('cannot be refreshed by a token that was left for longer than a week, nor after thirty days', async () => {
    const idle = await register(client);
    await scene.sql('UPDATE refresh_tokens SET expires_at = now() WHERE hash = $1', [
      hashOf(idle.session.refresh_token),
    ]);
    expect((await refresh(idle.session.refresh_token)).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    const [lifetime] = await scene.sql<{ days: number; idle_days: number }>(
      `SELECT extract(day FROM sessions.expires_at - sessions.created_at)::int AS days,
              extract(day FROM refresh_tokens.expires_at - sessions.created_at)::int AS idle_days
         FROM sessions JOIN refresh_tokens ON refresh_tokens.session_id = sessions.id
        WHERE refresh_tokens.hash = $1`,
      [hashOf((await register(client)).session.refresh_token)],
    );
    expect(lifetime).toEqual({ days: 30, idle_days: 7 });
  });

  it('ends by logging out, while another session of the same account goes on', async () => {
    const phone = await register(client);
    const laptop = await logIn(client, phone.email);
    expect((await phone.client.post('/api/v1/auth/logout', {})).status).toBe(204);
    expect((await refresh(phone.session.refresh_token)).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    await untilRefused(phone.session.access_token);
    expect((await laptop.client.get('/api/v1/auth/me')).status).toBe(200);
    expect((await refresh(laptop.session.refresh_token)).status).toBe(200);
  });

  it('ends by logging out without a body', async () => {
    const person = await register(client);
    expect((await person.client.post('/api/v1/auth/logout')).status).toBe(204);
    await untilRefused(person.session.access_token);
  });

  it('ends with all the others of its account when asked so, and nobody else’s do', async () => {
    const phone = await register(client);
    const laptop = await logIn(client, phone.email);
    const stranger = await register(client);
    expect((await phone.client.post('/api/v1/auth/logout', { all: true })).status).toBe(204);
    await untilRefused(laptop.session.access_token);
    expect((await refresh(laptop.session.refresh_token)).status).toBe(401);
    expect((await stranger.client.get('/api/v1/auth/me')).status).toBe(200);
  });

  it('of a user who is disabled is over within five seconds, and the user cannot come back', async () => {
    const person = await register(client);
    await setDisabled(person, true);
    await untilRefused(person.session.access_token);
    expect((await refresh(person.session.refresh_token)).verdict).toBe('401 REFRESH_TOKEN_INVALID');
    const login = await client.post('/api/v1/auth/login', { email: person.email, password: PASSWORD });
    expect(login.verdict).toBe('401 INVALID_CREDENTIALS');
  });

  it('does not come back when a disabled user is enabled again: that takes a new login', async () => {
    const person = await register(client);
    await setDisabled(person, true);
    await untilRefused(person.session.access_token);
    await setDisabled(person, false);
    expect((await me(person.session.access_token)).status).toBe(401);
    expect((await logIn(client, person.email)).user.id).toBe(person.user.id);
  });

  async function setDisabled({ user }: Person, disabled: boolean): Promise<void> {
    const admin = await scene.admin();
    const answer = await admin.client.patch(`/api/v1/users/${user.id}`, { disabled });
    expect(answer.json()).toMatchObject({ id: user.id, disabled });
  }
});

/** As the service stores it; the token itself is in no table. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
