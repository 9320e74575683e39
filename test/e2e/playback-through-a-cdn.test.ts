import { generateKeyPairSync, verify } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

const DOMAIN = 'd111111abcdef8.cloudfront.net';
const KEY_PAIR_ID = 'K2JCJMDEHXQW5F';

interface Links {
  readonly url: string;
  readonly expires_at: string;
}

describe('playback through a CDN', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const SIGNING = {
    CLOUDFRONT_KEY_PAIR_ID: KEY_PAIR_ID,
    CLOUDFRONT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  let scene: Scene;
  let owner: Uploader;
  let id: string;

  beforeAll(async () => {
    scene = await Scene.open({ CLOUDFRONT_DOMAIN: DOMAIN });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder, { seconds: 1 }));
    id = await owner.upload();
    await owner.untilProcessed(id);
  });

  afterAll(() => scene.close());

  const read = async <Body>(what: string, from = owner): Promise<Body> =>
    (await from.client.get(`/api/v1/videos/${id}/${what}`)).json<Body>();
  const linesOf = async (url: string) =>
    (await (await fetch(url)).text()).split('\n').filter((line) => /^https?:/.test(line));
  /** Where a CDN in front of the store would look for it. */
  const stands = (url: string) =>
    access(path.join(scene.dataFolder, 'storage', 'objects', new URL(url).pathname));

  it('takes everything but playlists and downloads from there, each at the key of its file', async () => {
    const [hls, proxy, original, picture, board] = await Promise.all([
      read<Links>('stream/hls'),
      read<Links>('stream/proxy'),
      read<Links>('stream/original'),
      read<Links>('thumbnail'),
      read<{ sprite_urls: string[]; vtt_url: string }>('storyboard'),
    ]);
    for (const ours of [hls.url, original.url, board.vtt_url]) expect(ours).toContain(scene.api.baseUrl);
    const [playlist = ''] = await linesOf(hls.url);
    const segments = await linesOf(playlist);
    expect(playlist).toContain(scene.api.baseUrl);
    const delivered = [proxy.url, picture.url, ...board.sprite_urls, ...segments];
    expect(delivered.length).toBeGreaterThan(3);
    for (const url of delivered) {
      expect(new URL(url)).toMatchObject({ protocol: 'https:', host: DOMAIN, search: '' });
      await stands(url);
    }
  });

  it('signs each link by the key pair, for that file alone and until then alone', async () => {
    const signing = await scene.startApi(SIGNING);
    const { url, expires_at: expiresAt } = await read<Links>(
      'stream/proxy?expires_minutes=5',
      owner.at(signing),
    );
    const { searchParams, origin, pathname } = new URL(url);
    const until = Number(searchParams.get('Expires'));
    expect(searchParams.get('Key-Pair-Id')).toBe(KEY_PAIR_ID);
    expect(Math.abs(until - Date.parse(expiresAt) / 1_000)).toBeLessThan(1);
    const promised = (resource: string, epoch: number) =>
      `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${String(epoch)}}}}]}`;
    const signature = Buffer.from(
      (searchParams.get('Signature') ?? '').replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'),
      'base64',
    );
    const isSigned = (policy: string) => verify('sha1', Buffer.from(policy), publicKey, signature);
    expect(isSigned(promised(`${origin}${pathname}`, until))).toBe(true);
    expect(isSigned(promised(`${origin}${pathname}`, until + 1))).toBe(false);
    expect(isSigned(promised(`${origin}${pathname}x`, until))).toBe(false);
  });

  describe('where links are signed once for all', () => {
    let processes: Uploader[];
    let alone: Uploader;

    beforeAll(async () => {
      const [one, other, without] = await Promise.all([
        scene.startApi(SIGNING),
        scene.startApi(SIGNING),
        scene.startApi({ ...SIGNING, CACHE_PLAYBACK_URLS: 'off' }),
      ]);
      processes = [one, other].map((api) => owner.at(api));
      alone = owner.at(without);
    });

    const minutesLeft = ({ expires_at: expiresAt }: Links) => (Date.parse(expiresAt) - Date.now()) / 60_000;
    const hitsAt = async ({ client }: Uploader): Promise<number> => {
      const { text } = await client.get('/metrics');
      return Number(/^cache_reads_total\{cache="playback_urls",result="hit"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    };

    it('gives all who name no duration the same link, which says how long it is good: an hour at least', async () => {
      const given: Links[] = [];
      for (const at of processes) {
        await eventually('a link is remembered', async () => {
          given.push(await read<Links>('stream/proxy', at));
          return (await hitsAt(at)) > 0;
        });
      }
      // All of one period; where the next one began meanwhile, of two.
      expect(new Set(given.map(({ url }) => url)).size).toBe(
        new Set(given.map(({ expires_at: at }) => at)).size,
      );
      for (const link of given) {
        expect(minutesLeft(link)).toBeGreaterThan(59);
        expect(minutesLeft(link)).toBeLessThanOrEqual(110);
        const until = Number(new URL(link.url).searchParams.get('Expires'));
        expect(until).toBe(Math.floor(Date.parse(link.expires_at) / 1_000));
      }
    });

    it('gives who names a duration a link of that, which is not remembered', async () => {
      const [at] = processes;
      const hits = await hitsAt(at!);
      for (let count = 0; count < 3; count += 1) {
        const left = minutesLeft(await read<Links>('stream/proxy?expires_minutes=5', at));
        expect(left).toBeGreaterThan(4);
        expect(left).toBeLessThanOrEqual(5);
      }
      expect(await hitsAt(at!)).toBe(hits);
    });

    it('signs each link anew for an hour where that is switched off', async () => {
      for (let count = 0; count < 3; count += 1)
        expect(minutesLeft(await read<Links>('stream/proxy', alone))).toBeLessThanOrEqual(60);
      expect(await hitsAt(alone)).toBe(0);
    });

    it('signs the sheets of a storyboard once, not each of its pictures', async () => {
      const [at] = processes;
      const board = await read<{ vtt_url: string; sprite_urls: string[] }>('storyboard', at);
      const lines = await linesOf(board.vtt_url);
      expect(new Set(lines.map((line) => line.split('#')[0])).size).toBe(board.sprite_urls.length);
      for (const line of lines) expect(new URL(line).searchParams.get('Signature')).toBeTruthy();
    });
  });
});
