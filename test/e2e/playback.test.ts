import { makeClip } from '../support/clips';
import { decodedFrames } from '../support/plain-player';
import { Uploader } from '../support/uploader';
import { register } from '../support/people';
import { Scene } from '../support/scene';

interface Link {
  readonly url: string;
  readonly content_type: string;
  readonly expires_at: string;
  readonly file_size_bytes: number | null;
  readonly duration_seconds: number | null;
}

interface Storyboard {
  readonly vtt_url: string;
  readonly sprite_urls: readonly string[];
}

interface Video {
  readonly renditions: readonly { readonly name: string; readonly status: string }[];
  readonly has_proxy: boolean;
  readonly warnings: readonly string[];
}

describe('playback', () => {
  let scene: Scene;
  let owner: Uploader;
  let id: string;
  let clip: Buffer;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1' });
    clip = await makeClip(scene.dataFolder, { seconds: 5, size: '854x480' });
    owner = await Uploader.register(scene, clip);
    id = await publish(owner);
  });

  afterAll(() => scene.close());

  async function publish(uploader: Uploader): Promise<string> {
    const { video_id: videoId } = await uploader.sendFile();
    await uploader.complete(videoId);
    expect(await uploader.untilProcessed(videoId)).toMatchObject({ processing_status: 'completed' });
    return videoId;
  }

  const ask = (path: string) => owner.client.get(`/api/v1/videos/${id}${path}`);
  const link = async (path: string) => (await ask(path)).json<Link>();
  const textAt = async (url: string) => (await fetch(url)).text();
  const linesOf = (playlist: string) =>
    playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('offers a ladder, a proxy and sound once the video is completed', async () => {
    const video = (await ask('')).json<Video>();
    expect(video).toMatchObject({ has_proxy: true, warnings: [] });
    expect(video.renditions).toMatchObject([
      { name: '480p', width: 854, height: 480, fps: 25, codec: 'h264', status: 'ready' },
      { name: '360p', width: 640, height: 360, fps: 25, codec: 'h264', status: 'ready' },
    ]);
  });

  it('is played from the address alone, every frame of it', async () => {
    const { url, content_type: type } = await link('/playback-url');
    expect(type).toBe('application/vnd.apple.mpegurl');
    expect(await decodedFrames(url)).toBe(125);
    for (const line of linesOf(await textAt(url))) expect(await decodedFrames(line)).toBe(125);
  });

  it('names in each line a range of one object, and no other object', async () => {
    const [first = ''] = linesOf(await textAt((await link('/stream/hls')).url));
    const playlist = await textAt(first);
    expect(new Set(linesOf(playlist)).size).toBe(1);
    const [, size, offset] = /#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(playlist) ?? [];
    const range = `bytes=${offset ?? ''}-${String(Number(offset) + Number(size) - 1)}`;
    const segment = await fetch(linesOf(playlist)[0] ?? '', { headers: { range } });
    expect([segment.status, segment.headers.get('content-length')]).toEqual([206, size]);
    expect(segment.headers.get('cache-control')).toMatch(/immutable/);
  });

  it.each(['proxy', 'original'])('gives the %s as one file', async (type) => {
    const stream = await link(`/stream/${type}?expires_minutes=5`);
    expect(stream.duration_seconds).toBeCloseTo(5, 0);
    const answer = await fetch(stream.url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, bytes.length]).toEqual([200, stream.file_size_bytes]);
    if (type === 'original') {
      expect(bytes.equals(clip)).toBe(true);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="film\.mp4"/);
    }
    const left = (new Date(stream.expires_at).getTime() - Date.now()) / 60_000;
    expect(Math.round(left)).toBe(5);
  });

  it('has a storyboard whose cues point into its sheets', async () => {
    const { vtt_url: url, sprite_urls: sheets } = (await ask('/storyboard')).json<Storyboard>();
    const vtt = await textAt(url);
    expect(vtt.match(/#xywh=/g)).toHaveLength(5);
    const [cue = ''] = /^http.*$/m.exec(vtt) ?? [];
    for (const sheet of [...sheets, cue.replace(/#.*$/, '')]) {
      const picture = await fetch(sheet);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
  });

  it.each([
    ['/stream/flash', 400, 'UNKNOWN_STREAM_TYPE'],
    ['/stream/hls?expires_minutes=4', 422, 'VALIDATION_FAILED'],
    ['/stream/hls?expires_minutes=1441', 422, 'VALIDATION_FAILED'],
    ['/thumbnail?expires_minutes=1e1', 422, 'VALIDATION_FAILED'],
  ])('refuses %s', async (path, status, code) => {
    const answer = await ask(path);
    expect([answer.status, answer.json<{ error_code: string }>().error_code]).toEqual([status, code]);
  });

  it('says that a stream is not there yet, and that there is nothing to play', async () => {
    const { video_id: pending } = await owner.sendFile('another');
    const codes = await Promise.all(
      ['stream/hls', 'stream/original', 'thumbnail', 'storyboard', 'playback-url'].map(async (path) => {
        const answer = await owner.client.get(`/api/v1/videos/${pending}/${path}`);
        return [answer.status, answer.json<{ error_code: string }>().error_code];
      }),
    );
    expect(codes).toEqual([
      [400, 'STREAM_NOT_READY'],
      [400, 'STREAM_NOT_READY'],
      [400, 'THUMBNAIL_NOT_READY'],
      [400, 'STORYBOARD_NOT_READY'],
      [404, 'NOTHING_TO_PLAY'],
    ]);
  });

  it('opens with a link of one video no other video, and nothing to strangers', async () => {
    const other = await publish(await Uploader.register(scene, clip));
    const { url } = await link('/stream/hls');
    const [playlist = ''] = linesOf(await textAt(url));
    const [segment = ''] = linesOf(await textAt(playlist));
    for (const leaked of [url, playlist, segment]) {
      const turned = leaked.replaceAll(id, other);
      expect(turned).not.toBe(leaked);
      expect((await fetch(turned)).status).toBe(403);
    }
    for (const altered of [
      url.replace('master', '480p'),
      url.replace('/v1/master', '/v2/master'),
      `${url}&x=1`,
      url.replace(/sig=.*/, ''),
    ])
      expect((await fetch(altered)).status).toBe(403);
    const { client: stranger } = await register(scene.client);
    expect((await stranger.get(`/api/v1/videos/${id}/stream/hls`)).status).toBe(403);
  });

  it('ends every link that was given when playback is revoked, and gives new ones', async () => {
    const { url } = await link('/stream/hls');
    const [playlist = ''] = linesOf(await textAt(url));
    const [segment = ''] = linesOf(await textAt(playlist));
    const { url: proxy } = await link('/stream/proxy');
    expect((await owner.client.post(`/api/v1/videos/${id}/revoke-playback`, undefined)).status).toBe(204);
    const after = await Promise.all(
      [url, playlist, segment, proxy].map(async (old) => (await fetch(old)).status),
    );
    expect(after).toEqual([403, 403, 404, 404]);
    const thumbnail = (await ask('')).json<{ thumbnail_url: string }>().thumbnail_url;
    expect((await fetch(thumbnail)).status).toBe(200);
    expect(await decodedFrames((await link('/playback-url')).url)).toBe(125);
  });

  it('stops at once for a deleted video, also while its files are kept', async () => {
    const uploader = await Uploader.register(scene, clip);
    const videoId = await publish(uploader);
    const { url } = (await uploader.client.get(`/api/v1/videos/${videoId}/stream/hls`)).json<Link>();
    const { url: proxy } = (await uploader.client.get(`/api/v1/videos/${videoId}/stream/proxy`)).json<Link>();
    await uploader.client.ask('DELETE', `/api/v1/videos/${videoId}?delete_files=false`);
    expect([(await fetch(url)).status, (await fetch(proxy)).status]).toEqual([404, 404]);
  });
});
