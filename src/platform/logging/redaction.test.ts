import { redactedError, redactText, withoutQuery } from './redaction';

describe('what goes into the log', () => {
  it.each([
    ['the password of a database', 'connect postgres://ada:hunter2@db:5432/x failed', 'hunter2'],
    ['the password of Redis', 'rediss://:hunter2@cache:6379', 'hunter2'],
    ['an API key in a path', 'GET /api/v1/videos/fg_live_hunter2AAAAA_BBBB', 'hunter2'],
    ['a refresh token', 'refused fgr_hunter2AAAAA-BB', 'hunter2'],
    ['a signed URL', 'GET https://s3/b/k?X-Amz-Signature=hunter2&X-Amz-Date=1', 'hunter2'],
    ['a ticket', '/events?ticket=hunter2&x=1', 'hunter2'],
    ['a bearer token', 'header authorization: bearer eyJhbGciOi.hunter2', 'hunter2'],
  ])('hides %s', (_what, text, hidden) => {
    expect(redactText(text)).not.toContain(hidden);
    expect(redactText(text)).toContain('[redacted]');
  });

  it('keeps what helps', () => {
    const text = 'connect ECONNREFUSED 127.0.0.1:5432 after 3 tries at https://example.org/path?page=2';
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['/a/b?token=x', '/a/b'],
    ['/a/b#frag', '/a/b'],
    ['/a/b', '/a/b'],
  ])('names the path of %s alone', (url, path) => {
    expect(withoutQuery(url)).toBe(path);
  });

  it('tells an error with its causes, and nothing that a driver hangs onto it', () => {
    const cause = Object.assign(new Error('redis://:hunter2@cache is away'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('could not ask', { cause }), {
      parameters: ['hunter2'],
      query: 'SELECT hunter2',
    });
    const told = redactedError(error) as { cause: { code: string } };
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(told).toMatchObject({ type: 'Error', message: 'could not ask', cause: { code: 'ECONNREFUSED' } });
  });

  it('ends where causes go in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(() => JSON.stringify(redactedError(error))).not.toThrow();
  });
});
