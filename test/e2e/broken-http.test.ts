import { exchange, headerIn, problemIn, type RawAnswer } from '../support/raw-http';
import { Scene } from '../support/scene';

const HEADER_BOMB = 64 * 1024;

/** What the parser of node refuses never reaches the application, and must be answered by a problem document all the same. */
describe('a connection that speaks no good HTTP:', () => {
  let scene: Scene;
  let pid: number;

  beforeAll(async () => {
    scene = await Scene.open();
    pid = scene.api.pid;
  });

  afterAll(async () => {
    expect((await scene.client.get('/health/live')).status).toBe(200);
    expect(scene.api.isRunning && scene.api.pid === pid).toBe(true);
    await scene.close();
  });

  const raw = (bytes: string): Promise<RawAnswer> => exchange(scene.api.port, bytes);
  const me = 'GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\n';
  const login = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['a header without a name', `${me}: x\r\n\r\n`, 400],
    ['a header with a NUL', `${me}X-A: a\0b\r\n\r\n`, 400],
    ['a header with a line break of its own', `${me}X-A: a\rb\r\n\r\n`, 400],
    ['a folded header', `${me}X-A: a\r\n b\r\n\r\n`, 400],
    ['a header of 64 KiB', `${me}X-A: ${'a'.repeat(HEADER_BOMB)}\r\n\r\n`, 431],
    [
      'two thousand headers',
      `${me}${Array.from({ length: 2_000 }, (_, index) => `X-${String(index)}: aaaaaaaa\r\n`).join('')}\r\n`,
      431,
    ],
    ['an address of 64 KiB', `GET /${'a'.repeat(HEADER_BOMB)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['two lengths', `${login}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `, 400],
    ['two equal lengths', `${login}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, 400],
    ['a length and chunks', `${login}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a length that is no number', `${login}Content-Length: two\r\n\r\n{}`, 400],
    ['a length below nothing', `${login}Content-Length: -1\r\n\r\n`, 400],
    ['a length beyond all', `${login}Content-Length: 99999999999999999999999\r\n\r\n{}`, 400],
    [
      'a chunk size that is no number',
      `${login}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      400,
    ],
    [
      'a chunk that is longer than it says',
      `${login}Transfer-Encoding: chunked\r\n\r\n1\r\n{}{}\r\n0\r\n\r\n`,
      400,
    ],
    ['a transfer encoding that is not known', `${login}Transfer-Encoding: gzip\r\n\r\n{}`, 400],
    [
      'chunks that are not the last encoding',
      `${login}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      400,
    ],
  ])('%s', async (_what, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.status).toBe(status);
    expect(headerIn(answer, 'Connection')).toBe('close');
    expect(headerIn(answer, 'Content-Type')).toBe('application/problem+json');
    expect(problemIn(answer)).toMatchObject({ status, request_id: headerIn(answer, 'X-Request-Id') });
  });

  it.each([
    'GET /\r\n\r\n',
    'GET /api/v1/auth/me HTTP/1.1\r\n\r\n',
    'GET / RTSP/1.0\r\n\r\n',
    'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('%j is refused', async (bytes) => {
    const answer = await raw(bytes);
    expect([400, 404, 405]).toContain(answer.status);
    expect(problemIn(answer).status).toBe(answer.status);
  });

  it('an expectation that nobody has is ignored, and so is the wish for another protocol', async () => {
    expect((await raw('GET /health/live HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n')).status).toBe(200);
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    expect((await raw(`GET /health/live HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`)).status).toBe(200);
  });

  it('a second request that hides in the body of the first is never answered', async () => {
    const smuggled = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
    const bytes = `${login}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`;
    const { head, body } = await raw(bytes);
    expect((head + body).match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});
