import { DashboardVisitor, pathOf, type DashboardSession } from '../support/dashboard-visitor';
import { exchange, problemIn, type RawAnswer } from '../support/raw-http';
import { Scene } from '../support/scene';

const QUICKLY_MS = 1_000;
const A_MEBIBYTE = 1024 ** 2;
const A_HUNDRED_MEBIBYTES = 100 * A_MEBIBYTE;
const FILE_HEAD =
  'Content-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n';

describe('a form that no client would write', () => {
  let scene: Scene;
  let visitor: DashboardVisitor;
  let session: DashboardSession;
  let pid: number;

  beforeAll(async () => {
    scene = await Scene.open();
    visitor = await DashboardVisitor.in(scene);
    session = await visitor.open();
    pid = scene.api.pid;
  });

  /** Whatever it was, the door stands and the session waits. */
  afterEach(async () => {
    expect(scene.api.isRunning && scene.api.pid === pid).toBe(true);
    expect(await visitor.kept()).toEqual([]);
    expect(await visitor.status(session)).toMatchObject({ message: 'The session waits for a file.' });
  });

  afterAll(() => scene.close());

  const head = (type: string, length: number | null): string =>
    [
      `POST ${pathOf(session)} HTTP/1.1`,
      'Host: x',
      `Authorization: ${visitor.authorization}`,
      `Content-Type: ${type}`,
      length === null ? 'Transfer-Encoding: chunked' : `Content-Length: ${String(length)}`,
      '\r\n',
    ].join('\r\n');
  const quickly = async (asked: Promise<RawAnswer>) => {
    const startedAt = performance.now();
    const answer = await asked;
    expect(performance.now() - startedAt).toBeLessThan(QUICKLY_MS);
    return [answer.status, problemIn(answer).error_code];
  };
  const send = (type: string, body: string) =>
    quickly(exchange(scene.api.port, head(type, Buffer.byteLength(body, 'latin1')) + body));

  const whole = (boundary: string) => `--${boundary}\r\n${FILE_HEAD}\r\nx\r\n--${boundary}--\r\n`;

  it.each([
    ['no boundary', 'multipart/form-data', 400],
    ['an empty boundary', 'multipart/form-data; boundary=', 400],
    ['an empty boundary in quotes', 'multipart/form-data; boundary=""', 400],
    ['a boundary of 71 characters', `multipart/form-data; boundary=${'a'.repeat(71)}`, 400],
    ['a boundary of 252 characters', `multipart/form-data; boundary=${'a'.repeat(252)}`, 400],
    ['a boundary with a space at its end', 'multipart/form-data; boundary="a "', 400],
    ['a boundary with a NUL-like escape', 'multipart/form-data; boundary="a\\"b"', 400],
    ['another type', 'multipart/mixed; boundary=a', 415],
    ['a type that only begins like it', 'multipart/form-dataset; boundary=a', 415],
  ])('with %s is refused', async (_what, type, status) => {
    const code = status === 400 ? 'FORM_MALFORMED' : 'UNSUPPORTED_MEDIA_TYPE';
    expect(await send(type, whole('a'))).toEqual([status, code]);
  });

  it('with the longest boundary is read', async () => {
    const boundary = 'b'.repeat(70);
    expect(await send(`multipart/form-data; boundary=${boundary}`, whole(boundary))).toEqual([
      400,
      'CONTENT_MISMATCH',
    ]);
  });

  it('that is compressed is refused', async () => {
    const request = head('multipart/form-data; boundary=a', 5).replace(
      'Host: x',
      'Host: x\r\nContent-Encoding: gzip',
    );
    expect(await quickly(exchange(scene.api.port, `${request}hello`))).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
  });

  const FORM = 'multipart/form-data; boundary=a';

  it.each([
    ['nothing', '', 'FORM_MALFORMED'],
    ['something else', 'hello', 'FORM_MALFORMED'],
    ['its last boundary alone', '--a--\r\n', 'FILE_MISSING'],
    ['no end', `--a\r\n${FILE_HEAD}\r\nx`, 'FORM_MALFORMED'],
    ['no end of the headers of its part', `--a\r\n${FILE_HEAD}`, 'FORM_MALFORMED'],
    [
      'an end in the middle of a field',
      '--a\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{',
      'FORM_MALFORMED',
    ],
    [
      'an end in the middle of a part that nobody wants',
      '--a\r\nContent-Type: text/plain\r\n\r\nx',
      'FORM_MALFORMED',
    ],
    ['no disposition', '--a\r\nContent-Type: video/mp4\r\n\r\nx\r\n--a--\r\n', 'FILE_MISSING'],
    [
      'another disposition',
      '--a\r\nContent-Disposition: attachment; name="file"\r\n\r\nx\r\n--a--\r\n',
      'FILE_MISSING',
    ],
    [
      'a name with a line break',
      '--a\r\nContent-Disposition: form-data; name="fi\nle"; filename="a.mp4"\r\n\r\nx\r\n--a--\r\n',
      'FILE_MISSING',
    ],
    [
      'poisoned names',
      '--a\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--a--\r\n',
      'VALIDATION_FAILED',
    ],
    [
      'a thousand headers',
      `--a\r\n${'X: y\r\n'.repeat(1_000)}${FILE_HEAD}\r\nx\r\n--a--\r\n`,
      'FILE_MISSING',
    ],
    [
      'a header of 100 kB',
      `--a\r\nX: ${'y'.repeat(100_000)}\r\n${FILE_HEAD}\r\nx\r\n--a--\r\n`,
      'FILE_MISSING',
    ],
    ['a boundary within a boundary', '--a--a--a\r\n\r\n--a\r\n--a\r\n--a--\r\n', 'FILE_MISSING'],
    ['a hundred empty parts', `${'--a\r\n\r\n\r\n'.repeat(100)}--a--\r\n`, 'FORM_MALFORMED'],
  ])('that has %s is refused', async (_what, body, code) => {
    expect(await send(FORM, body)).toEqual([code === 'VALIDATION_FAILED' ? 422 : 400, code]);
  });

  it.each([
    ['before its first boundary', ''],
    ['in the headers of a part', '--a\r\nContent-Disposition: form-data; name="file"; filename="'],
    ['in a field', '--a\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n'],
    ['in a part that nobody wants', '--a\r\nContent-Type: text/plain\r\n\r\n'],
    ['behind its last boundary', '--a--\r\n'],
  ])('that never ends %s is refused before long', async (_what, beginning) => {
    const request = head(FORM, A_HUNDRED_MEBIBYTES) + beginning + ' '.repeat(A_MEBIBYTE);
    expect(await quickly(exchange(scene.api.port, request))).toEqual([400, 'FORM_MALFORMED']);
  });
});
