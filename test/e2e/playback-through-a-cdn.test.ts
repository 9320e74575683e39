import { generateKeyPairSync, verify } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from '../support/clips';
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
    const signing = await scene.startApi({
      CLOUDFRONT_KEY_PAIR_ID: KEY_PAIR_ID,
      CLOUDFRONT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    });
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
});
