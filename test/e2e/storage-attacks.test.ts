import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exchange, problemIn } from '../support/raw-http';
import { Scene } from '../support/scene';
import { StorageDesk, VIDEO } from '../support/storage-desk';
import { put } from '../support/storage-put';

/** What somebody tries who holds a good link and wants more than it allows. */
describe('signed links under attack', () => {
  let scene: Scene;
  let desk: StorageDesk;

  beforeAll(async () => {
    scene = await Scene.open({ STORAGE_RESERVE_MB: '0' });
    desk = await StorageDesk.of(scene);
  });

  afterAll(async () => {
    await desk.close();
    await scene.close();
  });

  const altered = (url: string, change: (url: URL) => void): string => {
    const changed = new URL(url);
    change(changed);
    return changed.href;
  };
  const refused = { status: 403, code: 'SIGNED_URL_INVALID' };
  const tooMuch = { status: 413, code: 'TOO_MANY_BYTES' };

  describe('an upload link', () => {
    it.each<[string, (url: URL) => void]>([
      [
        'another key',
        (url) => (url.pathname = url.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
      ],
      ['a later expiry', (url) => url.searchParams.set('expires', '4102444800')],
      ['an expiry that is a list', (url) => url.searchParams.append('expires', '4102444800')],
      ['an expiry that is no number', (url) => url.searchParams.set('expires', 'never')],
      ['no expiry', (url) => url.searchParams.delete('expires')],
      ['another size', (url) => url.searchParams.set('size', '2000')],
      ['another type', (url) => url.searchParams.set('type', 'text/html')],
      ['another purpose', (url) => url.searchParams.set('for', 'part')],
      ['a part number', (url) => url.searchParams.set('part', '1')],
      ['a header of S3 as a parameter', (url) => url.searchParams.set('x-amz-acl', 'public-read')],
      ['an unknown key id', (url) => url.searchParams.set('kid', 'another')],
      ['no signature', (url) => url.searchParams.delete('sig')],
      ['an empty signature', (url) => url.searchParams.set('sig', '')],
      [
        'a signature of another length',
        (url) => url.searchParams.set('sig', `${url.searchParams.get('sig') ?? ''}A`),
      ],
      ['half a signature', (url) => url.searchParams.set('sig', url.searchParams.get('sig')!.slice(0, 20))],
      [
        'a signature in upper case',
        (url) => url.searchParams.set('sig', url.searchParams.get('sig')!.toUpperCase()),
      ],
      ['two signatures', (url) => url.searchParams.append('sig', url.searchParams.get('sig')!)],
      [
        'other padding bits',
        (url) => url.searchParams.set('sig', otherSpelling(url.searchParams.get('sig')!)),
      ],
      ['a prototype as a parameter', (url) => url.searchParams.set('__proto__', 'x')],
    ])('with %s is refused', async (_what, change) => {
      const { url, bytes, headers } = await desk.awaited();
      expect(await put(altered(url, change), bytes, headers)).toMatchObject(refused);
      expect((await put(url, bytes, headers)).status).toBe(200);
    });

    it('takes no other length and no other type, nor one that is hidden', async () => {
      const { url, bytes, headers } = await desk.awaited();
      for (const shorter of [randomBytes(999), Buffer.alloc(0)])
        expect(await put(url, shorter, headers)).toMatchObject(refused);
      expect(await put(url, randomBytes(1001), headers)).toMatchObject(tooMuch);
      expect(await put(url, randomBytes(1001), { 'content-type': 'text/html' })).toMatchObject(refused);
      for (const type of ['text/html', 'video/mp4; charset=utf-8', 'VIDEO/MP4'])
        expect(await put(url, bytes, { 'content-type': type })).toMatchObject(refused);
      expect(await put(url, bytes, { ...headers, 'content-encoding': 'gzip' })).toMatchObject(refused);
      const { pathname, search } = new URL(url);
      const chunked = `PUT ${pathname}${search} HTTP/1.1\r\nHost: x\r\nContent-Type: ${VIDEO}\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const answer = await exchange(scene.api.port, `${chunked}3e8\r\n${'x'.repeat(1000)}\r\n0\r\n\r\n`);
      expect(answer.status).toBe(403);
      expect(problemIn(answer).error_code).toBe('SIGNED_URL_INVALID');
    });

    it('allows no other method', async () => {
      const { url, bytes, headers } = await desk.awaited();
      expect((await fetch(url)).status).toBe(403);
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
      for (const method of ['POST', 'PATCH', 'DELETE'])
        expect((await put(url, bytes, { ...headers }, method)).status).toBeGreaterThanOrEqual(400);
    });

    it('does nothing more for headers that mean something to S3', async () => {
      const victim = await desk.stored(Buffer.from('victim'));
      const { key, url, bytes, headers } = await desk.awaited();
      const extra = { 'x-amz-copy-source': `/${victim.key}`, 'x-amz-acl': 'public-read' };
      const { etag } = await put(url, bytes, { ...headers, ...extra });
      await desk.settle(key, etag, bytes.length);
      const answer = await fetch(desk.download(key));
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      expect((await fetch(`${scene.api.baseUrl}/storage/${key}`)).status).toBe(403);
    });

    it('cannot change what was completed, nor bring back what was given up', async () => {
      const { key, url, bytes, headers } = await desk.awaited();
      const { etag } = await put(url, bytes, headers);
      await desk.settle(key, etag, bytes.length);
      expect(await put(url, randomBytes(1000), headers)).toMatchObject(refused);
      expect((await fetch(desk.download(key))).headers.get('etag')).toBe(etag);
      const given = await desk.awaited();
      await desk.objects.condemn([given.key]);
      expect(await put(given.url, given.bytes, given.headers)).toMatchObject(refused);
    });

    it('is over at its second', async () => {
      const { key, bytes, headers } = await desk.awaited();
      const grant = { key, contentType: VIDEO, sizeBytes: bytes.length };
      const expired = desk.links.signUpload({ ...grant, expiresAt: new Date(Date.now() - 1000) });
      expect(await put(expired.url, bytes, headers)).toMatchObject({
        status: 403,
        code: 'SIGNED_URL_EXPIRED',
      });
    });

    it('for a part takes that part alone, of that length', async () => {
      const upload = await desk.awaitedParts();
      const link = desk.links.signPart({ ...upload, partNumber: 1, sizeBytes: 10, expiresAt: desk.soon });
      const other = await desk.awaitedParts();
      for (const change of [
        (url: URL) => url.searchParams.set('part', '2'),
        (url: URL) => url.searchParams.set('upload', other.uploadId),
        (url: URL) => url.searchParams.set('upload', '../../objects'),
        (url: URL) => url.searchParams.delete('part'),
      ])
        expect(await put(altered(link, change), randomBytes(10))).toMatchObject(refused);
      expect(await put(link, randomBytes(11))).toMatchObject(tooMuch);
      expect(await put(link, randomBytes(9))).toMatchObject(refused);
      expect(await put(link, randomBytes(10))).toMatchObject({ status: 200 });
      await Promise.all([upload, other].map((each) => desk.multipart.abort(each)));
    });
  });

  describe('a download link', () => {
    it('cannot be turned to another file, another type or another name', async () => {
      const [one, two] = [await desk.stored(Buffer.from('one')), await desk.stored(Buffer.from('two'))];
      const url = desk.download(one.key, { downloadName: 'one.mp4' });
      for (const change of [
        (link: URL) => (link.pathname = `/storage/${two.key}`),
        (link: URL) => link.searchParams.set('type', 'text/html'),
        (link: URL) => link.searchParams.set('name', 'one.exe'),
        (link: URL) => link.searchParams.delete('name'),
      ])
        expect((await fetch(altered(url, change))).status).toBe(403);
      expect((await put(url, Buffer.from('new'), { 'content-type': VIDEO })).status).toBe(403);
    });

    it('is over at its second', async () => {
      const { key } = await desk.stored(Buffer.from('x'));
      const answer = await fetch(desk.download(key, { expiresAt: new Date(Date.now() - 1000) }));
      expect(answer.status).toBe(403);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toMatchObject({ error_code: 'SIGNED_URL_EXPIRED' });
    });

    it('of another installation is none of this one', async () => {
      const { key } = await desk.stored(Buffer.from('x'));
      const stranger = await StorageDesk.of(scene, { SECRET_KEY: randomBytes(48).toString('base64url') });
      expect((await fetch(stranger.download(key))).status).toBe(403);
      await stranger.close();
    });

    it('is good while its key is the previous one, and new links are made with the new one', async () => {
      const { key } = await desk.stored(Buffer.from('x'));
      const rotated = await scene.startApi({
        SECRET_KEY: randomBytes(48).toString('base64url'),
        SECRET_KEY_PREVIOUS: scene.variables.SECRET_KEY ?? '',
      });
      const url = desk.download(key);
      expect((await fetch(url.replace(scene.api.baseUrl, rotated.baseUrl))).status).toBe(200);
      const forgotten = await scene.startApi({ SECRET_KEY: randomBytes(48).toString('base64url') });
      expect((await fetch(url.replace(scene.api.baseUrl, forgotten.baseUrl))).status).toBe(403);
    });

    it('leads to no path of the machine, however it is spelled', async () => {
      const { key } = await desk.stored(Buffer.from('x'));
      const { search } = new URL(desk.download(key));
      const paths = [
        '/storage/../../../etc/passwd',
        '/storage/..%2f..%2fetc%2fpasswd',
        '/storage/%2e%2e/%2e%2e/etc/passwd',
        '/storage/..%252f..%252fetc%252fpasswd',
        '/storage//etc/passwd',
        `/storage/${key}%00`,
        `/storage/${key.toUpperCase()}`,
        `/storage/${key}/`,
        `/storage/./${key}`,
        `/storage/%73taging/${key.slice('staging/'.length)}`,
        `/STORAGE/${key}`,
        '/storage/',
        '/storage',
        `/api/v1/storage/${key}`,
      ];
      for (const target of paths) {
        const answer = await exchange(
          scene.api.port,
          `GET ${target}${search} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        );
        expect([target, [400, 403, 404].includes(answer.status)]).toEqual([target, true]);
        expect(problemIn(answer).error_code).not.toBe('INTERNAL');
      }
    });

    it.each([
      '../../x',
      'C:\\x',
      'a\u0000.mp4',
      'a\u202Egpj.mp4',
      'x'.repeat(5000),
      '.',
      'a\r\nSet-Cookie: a=b',
      '🎬.mp4',
      '-i x',
      'http:x.mp4',
      'a%03d.mp4',
    ])('carries the name %j as a well-formed header and nothing else', async (downloadName) => {
      const { key } = await desk.stored(Buffer.from('x'));
      const url = desk.download(key, { downloadName: downloadName.slice(0, 1000) });
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.has('set-cookie')).toBe(false);
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[^"\\/%;\p{Cc}]{1,255}"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/u,
      );
    });
  });

  it('no link and no signature stands in the log', async () => {
    const { key } = await desk.stored(Buffer.from('x'));
    const url = desk.download(key);
    await fetch(url);
    const signature = new URL(url).searchParams.get('sig')!;
    expect(scene.api.log.text).toContain(`/storage/${key}`);
    expect(scene.api.log.text).not.toContain(signature);
    expect(scene.api.log.text).not.toContain('sig=');
    expect(await readFile(path.join(scene.dataFolder, 'storage/objects', key), 'utf8')).toBe('x');
  });
});

/** The same bytes in base64url with other bits where the last character has some to spare. */
function otherSpelling(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? 'A');
  return signature.slice(0, -1) + (alphabet[last ^ 1] ?? 'A');
}
