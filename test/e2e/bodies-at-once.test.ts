import { request, type ClientRequest } from 'node:http';
import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { put } from '../support/storage-put';

const LIMIT = 2;
const bytes = randomBytes(100_000);

describe('files that are being sent', () => {
  let scene: Scene;
  let sender: Person;

  beforeAll(async () => {
    scene = await Scene.open({ MAX_BODIES_AT_ONCE: String(LIMIT) });
    sender = await register(scene.client);
  });

  afterAll(() => scene.close());

  const open = async (person: Person) => {
    const file = { filename: 'film.mp4', file_size: bytes.length, content_type: 'video/mp4' };
    const answer = await person.client.post('/api/v1/upload/presigned-url', file);
    const { upload_url: url, headers } = answer.json<{
      upload_url: string;
      headers: Record<string, string>;
    }>();
    return { url, headers };
  };
  const sendAll = async (person: Person) => {
    const { url, headers } = await open(person);
    return put(url, bytes, headers);
  };

  it('are as many at once as one user may send, and one more is told to wait', async () => {
    const halves = [await begin(await open(sender)), await begin(await open(sender))];
    const refused = await sendAll(sender);
    expect([refused.status, refused.code]).toEqual([429, 'TOO_MANY_BODIES']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await sendAll(await register(scene.client))).status).toBe(200);
    for (const half of halves) half.destroy();
    await eventually('there is room again', async () => (await sendAll(sender)).status === 200);
  });
});

/** Half of a file; the other half is long in coming. Resolves when the server reads it. */
function begin({ url, headers }: { url: string; headers: Record<string, string> }): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'PUT',
      headers: { ...headers, 'Content-Length': bytes.length, Expect: '100-continue' },
    });
    sending.on('error', reject).on('continue', () => {
      sending.off('error', reject).on('error', () => undefined);
      sending.write(bytes.subarray(0, bytes.length / 2), () => resolve(sending));
    });
    sending.flushHeaders();
  });
}
