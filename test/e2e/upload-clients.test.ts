import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';

const run = promisify(execFile);
const ORIGIN = 'https://app.example.org';
const DOOR = '/api/v1/upload/presigned-url';

interface Opened {
  readonly video_id: string;
  readonly upload_url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Video {
  readonly processing_status: string;
  readonly checksum_sha256: string | null;
}

/** From the first request to the finished video, with what people really use. */
describe('an upload by a signed PUT', () => {
  let scene: Scene;
  let clip: Buffer;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open({ ALLOWED_ORIGINS: ORIGIN, SWEEP_SECONDS: '1' });
    clip = await makeClip(scene.dataFolder);
    owner = await register(scene.client);
  });

  afterAll(() => scene.close());

  const announced = () => ({ filename: 'film.mp4', file_size: clip.length, content_type: 'video/mp4' });
  const isTheClip = (id: string) =>
    eventually(
      'the video is completed',
      async () => {
        const video = (await owner.client.get(`/api/v1/videos/${id}`)).json<Video>();
        if (video.processing_status !== 'completed') return false;
        return video.checksum_sha256 === createHash('sha256').update(clip).digest('hex');
      },
      60_000,
    );

  it('by curl alone', async () => {
    const file = path.join(scene.dataFolder, 'film.mp4');
    await writeFile(file, clip);
    const signedIn = ['-H', `Authorization: Bearer ${owner.session.access_token}`];
    const post = async (at: string, body: object) => {
      const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
      return JSON.parse(
        (await run('curl', ['-sS', '-f', ...signedIn, ...json, scene.api.baseUrl + at])).stdout,
      ) as Opened;
    };
    const { video_id: id, upload_url: url, headers } = await post(DOOR, announced());
    const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    await run('curl', ['-sS', '-f', '-T', file, ...given, url]);
    await post('/api/v1/videos', { video_id: id });
    await isTheClip(id);
  });

  it('from a page: every request asks before, and may', async () => {
    const opened = await fromPage('POST', scene.api.baseUrl + DOOR, {
      headers: { 'content-type': 'application/json', ...bearer() },
      body: JSON.stringify(announced()),
    });
    const { video_id: id, upload_url: url, headers } = (await opened.json()) as Opened;
    const sent = await fromPage('PUT', url, { headers, body: new Uint8Array(clip) });
    expect([sent.status, sent.headers.get('etag') === null]).toEqual([200, false]);
    const completed = await fromPage('POST', `${scene.api.baseUrl}/api/v1/videos`, {
      headers: { 'content-type': 'application/json', ...bearer() },
      body: JSON.stringify({ video_id: id }),
    });
    expect(completed.status).toBe(201);
    await isTheClip(id);
  });

  const bearer = () => ({ authorization: `Bearer ${owner.session.access_token}` });

  /** As a browser does it: it asks first, and shows the page nothing that it may not see. */
  async function fromPage(
    method: string,
    url: string,
    { headers, body }: { headers: Readonly<Record<string, string>>; body: string | Uint8Array },
  ): Promise<Response> {
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': method,
        'access-control-request-headers': names.join(','),
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-methods')).toContain(method);
    const allowed = preflight.headers.get('access-control-allow-headers') ?? '';
    expect(allowed.toLowerCase().split(/,\s*/)).toEqual(expect.arrayContaining(names));
    const answer = await fetch(url, {
      method,
      headers: { ...headers, origin: ORIGIN },
      body: body as RequestInit['body'],
    } as RequestInit);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    return answer;
  }
});
