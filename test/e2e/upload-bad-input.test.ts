import { eventually } from '../support/eventually';
import { namesUnder } from '../support/names-under';
import { register, type Person } from '../support/people';
import { breakOff, exchange } from '../support/raw-http';
import { Scene } from '../support/scene';
import { put } from '../support/storage-put';
import { LINK_DOORS, type OpenedUpload } from '../support/upload-doors';

const MALL = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
/** They begin like a video, which is all that a door looks at. */
const FILE = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'.padEnd(100, '\0'), 'latin1');
/** In every name that a user makes here: wherever it turns up but in what is shown, a name got too far. */
const MARK = 'evil';
const OUR_KEYS = /^(?:staging\/[0-9a-f-]{36}|(?:videos|thumbnails|hls)\/[0-9a-f-]{36}\/[a-z0-9./_-]+)$/;

const SIZES: readonly [string, unknown, string][] = [
  ['nothing', 0, '422 VALIDATION_FAILED'],
  ['less than nothing', -1, '422 VALIDATION_FAILED'],
  ['half a byte more', 1.5, '422 VALIDATION_FAILED'],
  ['more than a number can say', 2 ** 53, '422 VALIDATION_FAILED'],
  ['a text', '100', '422 VALIDATION_FAILED'],
  ['a text with an exponent', '1e9', '422 VALIDATION_FAILED'],
  ['a list', [100], '422 VALIDATION_FAILED'],
  ['no size', null, '422 VALIDATION_FAILED'],
  ['more than the door takes', 51_200 * 1024 ** 2 + 1, '400 FILE_TOO_LARGE'],
];

const NAMES: readonly [string, string][] = [
  ['../../evil.mp4', 'evil.mp4'],
  ['..\\..\\evil.mp4', 'evil.mp4'],
  ['C:\\evil.mp4', 'evil.mp4'],
  ['/etc/evil.mp4', 'evil.mp4'],
  ['\u202Egpj.evil.mp4', 'gpj.evil.mp4'],
  ['evil\r\nSet-Cookie: x.mp4', 'evilSet-Cookie: x.mp4'],
  ['🎬evil.mp4', '🎬evil.mp4'],
  ['-i evil.mp4', '-i evil.mp4'],
  ['http:evil.mp4', 'http:evil.mp4'],
  ['evil%03d.mp4', 'evil%03d.mp4'],
  ['evil"; DROP TABLE videos; --.mp4', 'evil"; DROP TABLE videos; --.mp4'],
];

const NO_NAMES: readonly [string, string, string][] = [
  ['a dot', '.', '400 UNSUPPORTED_FORMAT'],
  ['two dots', '..', '400 UNSUPPORTED_FORMAT'],
  ['a name without an extension', 'evil', '400 UNSUPPORTED_FORMAT'],
  ['a folder', 'evil.mp4/', '400 UNSUPPORTED_FORMAT'],
  ['nothing', '', '422 VALIDATION_FAILED'],
  ['far too long a name', `${'x'.repeat(5_001)}.mp4`, '422 VALIDATION_FAILED'],
  ['a NUL behind the extension', 'evil.mp4\0', '400 MALFORMED_JSON'],
  ['a NUL before the extension', 'evil\0.mp4', '400 MALFORMED_JSON'],
  ['half a character', '\ud800evil.mp4', '400 MALFORMED_JSON'],
];

const OTHER_FILES: readonly [string, Buffer][] = [
  ['a page', Buffer.from('<!doctype html><script>evil()</script>')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="evil()"/>')],
  ['an archive', Buffer.from('504b0304140000000800', 'hex')],
  ['a program', Buffer.from('7f454c4602010100', 'hex')],
  ['a document', Buffer.from('%PDF-1.7\n')],
  ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['a playlist', Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:1\n')],
  ['another kind of video', Buffer.from('1a45dfa39f4286810142f7', 'hex')],
  ['one byte', Buffer.from('\0')],
];

describe.each(LINK_DOORS)('bad input at the door of $name', (door) => {
  let scene: Scene;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open({ UPLOAD_SWEEP_SECONDS: '1' });
  });

  beforeEach(async () => {
    owner = await register(scene.client);
  });

  afterEach(async () => {
    expect(scene.api.isRunning).toBe(true);
    const keys = await scene.sql<{ key: string }>('SELECT key FROM storage_objects');
    expect(keys.map(({ key }) => key).filter((key) => !OUR_KEYS.test(key) || key.includes(MARK))).toEqual([]);
    const files = await namesUnder(scene.dataFolder);
    expect(files.filter((name) => name.includes(MARK))).toEqual([]);
  });

  afterAll(() => scene.close());

  const announce = (changes: object = {}) =>
    door.announce(owner.client, {
      filename: 'film.mp4',
      file_size: FILE.length,
      content_type: 'video/mp4',
      ...changes,
    });
  const open = async (changes: object = {}): Promise<OpenedUpload> =>
    door.opened(owner.client, await announce(changes));
  const held = async () =>
    (await owner.client.get('/api/v1/quota')).json<{ used: number; storage_bytes_used: number }>();
  const nothingIsHeld = async () => expect(await held()).toMatchObject({ used: 0, storage_bytes_used: 0 });
  const videosOfOwner = () =>
    scene.sql('SELECT id FROM videos WHERE owner_id = $1 AND deleted_at IS NULL', [owner.user.id]);

  it.each(SIZES)('a size of %s is refused, and nothing is reserved', async (_what, size, verdict) => {
    expect((await announce({ file_size: size })).verdict).toBe(verdict);
    await nothingIsHeld();
    expect(await videosOfOwner()).toEqual([]);
  });

  it.each(NAMES)('the name %j is shown, and is part of no path', async (filename, shown) => {
    const upload = await open({ filename });
    const video = (await owner.client.get(`/api/v1/videos/${upload.videoId}`)).json<{
      original_filename: string;
      original_path: string;
    }>();
    expect(video.original_filename).toBe(shown);
    expect(video.original_path).toMatch(OUR_KEYS);
    await upload.send(FILE);
    expect((await upload.complete()).status).toBe(201);
  });

  it('of a very long name the end is shown, since the extension is there', async () => {
    const filename = `${'evil'.repeat(1_200)}.mp4`;
    const { videoId } = await open({ filename });
    const video = (await owner.client.get(`/api/v1/videos/${videoId}`)).json<{ original_filename: string }>();
    expect(video.original_filename).toBe(filename.slice(-255));
  });

  it.each(NO_NAMES)('%s is no name of a video, and nothing is reserved', async (_what, filename, verdict) => {
    expect((await announce({ filename })).verdict).toBe(verdict);
    await nothingIsHeld();
  });

  it.each(OTHER_FILES)('%s is not kept, whatever its name says', async (_what, head) => {
    const bytes = head.length === 1 ? head : Buffer.concat([head, Buffer.alloc(400, 0x20)]);
    const upload = await open({ file_size: bytes.length, filename: 'evil.mp4' });
    await upload.send(bytes);
    expect((await upload.complete()).verdict).toBe('400 CONTENT_MISMATCH');
    await nothingIsHeld();
    expect((await owner.client.get(`/api/v1/videos/${upload.videoId}`)).status).toBe(404);
    expect((await upload.complete()).verdict).toBe('404 UPLOAD_NOT_FOUND');
  });

  it('one byte more or less than announced is not taken, and the right ones still are', async () => {
    const upload = await open();
    const { url, headers } = await upload.link();
    const longer = Buffer.concat([FILE, Buffer.from('x')]);
    expect(await put(url, longer, headers)).toMatchObject({ status: 413, code: 'TOO_MANY_BYTES' });
    for (const shorter of [FILE.subarray(1), Buffer.alloc(0)])
      expect(await put(url, shorter, headers)).toMatchObject({ status: 403, code: 'SIGNED_URL_INVALID' });
    expect((await upload.complete()).status).toBeGreaterThanOrEqual(409);
    await upload.send(FILE);
    expect((await upload.complete()).status).toBe(201);
  });

  it('a body of unknown length is not taken', async () => {
    const upload = await open();
    const { url, headers } = await upload.link();
    const answer = await exchange(
      scene.api.port,
      `${headOf('PUT', url, headers)}Transfer-Encoding: chunked\r\n\r\n65\r\n${'x'.repeat(0x65)}\r\n0\r\n\r\n`,
    );
    expect(answer.status).toBe(403);
    expect((await upload.complete()).status).toBeGreaterThanOrEqual(409);
  });

  it('a body that breaks off is no file, and can be sent again', async () => {
    const upload = await open();
    const { url, headers } = await upload.link();
    const head = `${headOf('PUT', url, headers)}Content-Length: ${String(FILE.length)}\r\n\r\n`;
    await breakOff(scene.api.port, `${head}only half of it`);
    const refused = await upload.complete();
    expect(['409 BYTES_ABSENT', '422 PART_MISMATCH']).toContain(refused.verdict);
    await upload.send(FILE);
    expect((await upload.complete()).status).toBe(201);
  });

  it('a link is good for nothing else, whatever is added or changed', async () => {
    const upload = await open();
    const { url, headers } = await upload.link();
    for (const method of ['POST', 'PATCH', 'DELETE'])
      expect((await put(url, FILE, headers, method)).status).toBeGreaterThanOrEqual(400);
    expect((await fetch(url)).status).toBe(403);
    for (const name of new URL(url).searchParams.keys()) {
      for (const change of [
        (to: URL) => to.searchParams.set(name, `${to.searchParams.get(name) ?? ''}0`),
        (to: URL) => to.searchParams.append(name, to.searchParams.get(name) ?? ''),
        (to: URL) => to.searchParams.delete(name),
      ])
        expect((await put(changed(url, change), FILE, headers)).status).toBe(403);
    }
    const other = await open();
    const otherPath = new URL((await other.link()).url).pathname;
    expect(
      (
        await put(
          changed(url, (to) => (to.pathname = otherPath)),
          FILE,
          headers,
        )
      ).status,
    ).toBe(403);
    expect((await other.complete()).status).toBeGreaterThanOrEqual(409);
  });

  it('a link that is used again after the completion changes nothing', async () => {
    const upload = await open();
    await upload.send(FILE);
    const link = await upload.link();
    expect((await upload.complete()).status).toBe(201);
    const again = await put(link.url, Buffer.alloc(FILE.length, 1), link.headers);
    expect(again.status).toBe(403);
    expect((await upload.complete()).status).toBe(200);
    expect(await held()).toMatchObject({ used: 1, storage_bytes_used: FILE.length });
  });

  it.each([
    ['mall_id', '422 MALL_UNKNOWN'],
    ['pin_id', '422 PIN_UNKNOWN'],
  ])(
    'a %s that names nothing is refused by name, and after the opening none is taken',
    async (field, verdict) => {
      const opening = await announce({ [field]: MALL });
      expect([opening.verdict, opening.faultyFields]).toEqual([verdict, [field]]);
      await nothingIsHeld();
      const upload = await open();
      await upload.send(FILE);
      const completion = await upload.complete({ [field]: MALL });
      expect([completion.verdict, completion.faultyFields]).toEqual(['422 VALIDATION_FAILED', [field]]);
      expect((await upload.complete()).status).toBe(201);
    },
  );

  it('what was never completed is free again when its day is over', async () => {
    const upload = await open();
    await upload.send(FILE);
    await scene.sql(
      `UPDATE upload_sessions SET expires_at = now() - interval '1 second' WHERE video_id = $1`,
      [upload.videoId],
    );
    expect((await upload.complete()).verdict).toBe('404 UPLOAD_NOT_FOUND');
    await eventually('its room is free', async () => (await held()).storage_bytes_used === 0, 20_000);
  });
});

function headOf(method: string, url: string, headers: Readonly<Record<string, string>>): string {
  const { pathname, search } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${pathname}${search} HTTP/1.1\r\nHost: x\r\n${lines.join('')}`;
}

function changed(url: string, change: (url: URL) => void): string {
  const to = new URL(url);
  change(to);
  return to.href;
}
