import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { StorageDesk, VIDEO } from '../support/storage-desk';
import { put } from '../support/storage-put';

const run = promisify(execFile);
const ORIGIN = 'https://app.example.org';
const MIB = 1024 * 1024;

/** The disk driver behind its links, as frontends and command-line clients meet it. */
describe('signed links of the disk driver', () => {
  let scene: Scene;
  let desk: StorageDesk;
  let folder: string;

  beforeAll(async () => {
    scene = await Scene.open({ ALLOWED_ORIGINS: ORIGIN, STORAGE_RESERVE_MB: '0' });
    desk = await StorageDesk.of(scene);
    folder = await mkdtemp(path.join(tmpdir(), 'framegate-clients-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await desk.close();
    await scene.close();
  });

  const incoming = () => readdir(path.join(scene.dataFolder, 'storage/incoming')).catch(() => []);

  describe('an upload', () => {
    it('by fetch is stored, and its ETag is that of the download', async () => {
      const { key, url, headers, bytes } = await desk.awaited(randomBytes(3 * MIB));
      expect(headers).toEqual({ 'Content-Type': VIDEO });
      const { status, etag } = await put(url, bytes, headers);
      expect(status).toBe(200);
      await desk.settle(key, etag, bytes.length);
      const download = await fetch(desk.download(key));
      expect(download.headers.get('etag')).toBe(etag);
      expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
    });

    it('by curl is stored, also when curl asks before it sends', async () => {
      const { key, url, headers, bytes } = await desk.awaited(randomBytes(2 * MIB));
      const file = path.join(folder, 'upload.mp4');
      await writeFile(file, bytes);
      const args = ['-sS', '-v', '-T', file, '-H', `Content-Type: ${headers['Content-Type'] ?? ''}`, url];
      const { stderr } = await run('curl', args);
      expect(stderr).toContain('Expect: 100-continue');
      expect(stderr).toContain('HTTP/1.1 100 Continue');
      expect(stderr).toContain('HTTP/1.1 200 OK');
      const target = path.join(folder, 'download.mp4');
      await desk.settle(key, 'any', bytes.length);
      await run('curl', ['-sS', '-f', '-o', target, desk.download(key)]);
      expect((await readFile(target)).equals(bytes)).toBe(true);
      await desk.objects.condemn([key]);
    });

    it('is refused before curl has sent it, when the link does not allow it', async () => {
      const { url } = await desk.awaited(randomBytes(2 * MIB));
      const file = path.join(folder, 'other.mp4');
      await writeFile(file, randomBytes(2 * MIB));
      const form = '%{http_code} %{size_upload}';
      const args = ['-sS', '-w', form, '-o', '/dev/null', '-T', file, '-H', 'Content-Type: text/html', url];
      expect((await run('curl', args)).stdout).toBe('403 0');
    });

    it('may come from an allowed page: preflight, PUT, and an ETag that it can read', async () => {
      const { url, headers, bytes } = await desk.awaited();
      const preflight = await fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin: ORIGIN,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'content-type',
        },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
      expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
      expect(preflight.headers.get('access-control-max-age')).toBe('3000');
      const answer = await put(url, bytes, { ...headers, origin: ORIGIN });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
    });

    it.each(['null', 'https://app.example.org.evil.com', 'http://app.example.org'])(
      'may not come from a page of %s',
      async (origin) => {
        const { url } = await desk.awaited();
        const headers = { origin, 'access-control-request-method': 'PUT' };
        const preflight = await fetch(url, { method: 'OPTIONS', headers });
        expect(preflight.headers.get('access-control-allow-origin')).not.toBe(origin);
        expect(preflight.headers.get('access-control-allow-origin')).not.toBe('*');
      },
    );

    it('in parts makes one object of them, in any order of arrival', async () => {
      const upload = await desk.awaitedParts();
      const pieces = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(7)];
      const parts = await Promise.all(
        pieces.map(async (bytes, index) => {
          const grant = { ...upload, partNumber: index + 1, sizeBytes: bytes.length, expiresAt: desk.soon };
          const { status, etag } = await put(desk.links.signPart(grant), bytes);
          expect(status).toBe(200);
          return { partNumber: index + 1, etag };
        }),
      );
      const facts = await desk.multipart.complete(upload, parts);
      await desk.settle(upload.key, facts.etag, facts.sizeBytes);
      const answer = await fetch(desk.download(upload.key));
      expect(digest(Buffer.from(await answer.arrayBuffer()))).toBe(digest(Buffer.concat(pieces)));
    });

    it('in parts is over when it was aborted', async () => {
      const upload = await desk.awaitedParts();
      const grant = { ...upload, partNumber: 1, sizeBytes: 10, expiresAt: desk.soon };
      await desk.multipart.abort(upload);
      expect(await put(desk.links.signPart(grant), randomBytes(10))).toMatchObject({
        status: 404,
        code: 'MULTIPART_UPLOAD_NOT_FOUND',
      });
      await desk.objects.condemn([upload.key]);
      expect((await put(desk.links.signPart(grant), randomBytes(10))).status).toBe(403);
      const left = await readdir(path.join(scene.dataFolder, 'storage/multipart'));
      expect(left).not.toContain(upload.uploadId);
    });

    it('that breaks off leaves nothing and can be made again with the same link', async () => {
      const { key, url, headers, bytes } = await desk.awaited(randomBytes(MIB));
      for (const sent of [1, 70_000, 500_000]) await sendAndBreak(url, headers, bytes, sent);
      await eventually('nothing is left of them', async () => (await incoming()).length === 0);
      expect((await fetch(desk.download(key))).status).toBe(404);
      expect((await put(url, bytes, headers)).status).toBe(200);
    });

    it('is not counted by the rate limit and carries no such headers', async () => {
      const { url, headers, bytes } = await desk.awaited();
      expect((await put(url, bytes, headers)).headers.has('ratelimit')).toBe(false);
    });
  });

  describe('a download', () => {
    const bytes = Buffer.from('0123456789');
    let url: string;
    let etag: string;

    beforeAll(async () => {
      const stored = await desk.stored(bytes);
      etag = stored.etag;
      url = desk.download(stored.key, { downloadName: 'Ferien "am" See\r\n.mp4' });
    });

    it('says what it is, and that it is to be saved, not shown', async () => {
      const answer = await fetch(url);
      expect(await answer.text()).toBe('0123456789');
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': VIDEO,
        'content-length': '10',
        etag,
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=3600, no-transform',
        'content-disposition': `attachment; filename="Ferien _am_ See__.mp4"; filename*=UTF-8''Ferien%20_am_%20See__.mp4`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      });
    });

    it('tells HEAD the same without the bytes', async () => {
      const answer = await fetch(url, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-length')).toBe('10');
      expect(answer.headers.get('etag')).toBe(etag);
      expect(await answer.text()).toBe('');
    });

    it.each([
      ['bytes=2-5', '2345', 'bytes 2-5/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-2', '89', 'bytes 8-9/10'],
      ['bytes=0-99999', '0123456789', 'bytes 0-9/10'],
    ])('answers %s with that part', async (range, text, contentRange) => {
      const answer = await fetch(url, { headers: { range } });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(contentRange);
      expect(await answer.text()).toBe(text);
    });

    it.each(['bytes=10-', 'bytes=99999999999-', 'bytes=-0'])('has nothing in %s', async (range) => {
      const answer = await fetch(url, { headers: { range } });
      expect(answer.status).toBe(416);
      expect(answer.headers.get('content-range')).toBe('bytes */10');
      expect(await answer.json()).toMatchObject({ error_code: 'RANGE_NOT_SATISFIABLE' });
    });

    it.each([
      'bytes=5-2',
      `bytes=${Array.from({ length: 1000 }, (_, index) => `${String(index % 10)}-${String(index % 10)}`).join(',')}`,
      'lines=1-2',
    ])('is whole, once, for a range that it does not serve: %.30s', async (range) => {
      const answer = await fetch(url, { headers: { range } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe('0123456789');
    });

    it('goes on only with the version that it began with', async () => {
      const range = 'bytes=5-';
      const same = await fetch(url, { headers: { range, 'if-range': etag } });
      const other = await fetch(url, { headers: { range, 'if-range': '"another"' } });
      const dated = await fetch(url, { headers: { range, 'if-range': new Date().toUTCString() } });
      expect([same.status, other.status, dated.status]).toEqual([206, 200, 200]);
    });

    it('is not repeated to whoever has it', async () => {
      for (const given of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const answer = await fetch(url, { headers: { 'if-none-match': given } });
        expect(answer.status).toBe(304);
        expect(answer.headers.get('etag')).toBe(etag);
        expect(await answer.text()).toBe('');
      }
      expect((await fetch(url, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
      expect((await fetch(url, { headers: { 'if-match': '"x"' } })).status).toBe(412);
      expect((await fetch(url, { headers: { 'if-match': etag } })).status).toBe(200);
    });

    it('is kept by readers for as long as its kind allows', async () => {
      const cacheTimeOf = async (key: string) => {
        const target = path.join(scene.dataFolder, 'storage/objects', key);
        await run('mkdir', ['-p', path.dirname(target)]);
        await writeFile(target, 'x');
        await desk.keep(key);
        const answer = await fetch(desk.download(key));
        return answer.headers.get('cache-control');
      };
      expect(await cacheTimeOf('thumbnails/u/v/1.jpg')).toBe('private, max-age=604800, no-transform');
      expect(await cacheTimeOf('hls/v/1/0.m4s')).toBe('private, max-age=86400, immutable, no-transform');
      expect(await cacheTimeOf('videos/u/v/1.mp4')).toBe('private, max-age=3600, no-transform');
    });

    it('that is broken off holds no file open', async () => {
      const { key } = await desk.stored(randomBytes(8 * MIB));
      const large = desk.download(key);
      const before = (await readdir(`/proc/${String(scene.api.pid)}/fd`)).length;
      for (let round = 0; round < 100; round += 1) {
        const stop = new AbortController();
        const answer = await fetch(large, { signal: stop.signal });
        expect(answer.status).toBe(200);
        stop.abort();
      }
      await eventually('the files are closed', async () => {
        const now = (await readdir(`/proc/${String(scene.api.pid)}/fd`)).length;
        return now <= before + 5;
      });
    });
  });
});

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sendAndBreak(
  url: string,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
  sent: number,
): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(url, { method: 'PUT', headers: { ...headers, 'Content-Length': bytes.length } });
    sending.on('error', () => undefined).on('close', () => resolve());
    sending.write(bytes.subarray(0, sent), () => sending.destroy());
  });
}
