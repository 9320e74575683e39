import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { newEmail, PASSWORD } from '../../support/people';
import { startApi, type RunningApi } from '../../support/running-app';
import { countingStatements } from '../../support/statements';

/** Begin and commit included. */
const MOST_STATEMENTS = 6;

/** Frontends open uploads by the hundred: that must cost little, and nothing of the store. */
describe('opening an upload', () => {
  let environment: TestEnvironment;
  let api: RunningApi;
  let accessToken = '';
  let store: Server;
  let callsToTheStore = 0;

  beforeAll(async () => {
    store = createServer((socket) => {
      callsToTheStore += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
    environment = await createTestEnvironment();
    api = await startApi(environment, {
      variables: {
        STORAGE_DRIVER: 's3',
        S3_BUCKET: 'framegate',
        S3_ENDPOINT_URL: `http://127.0.0.1:${String((store.address() as AddressInfo).port)}`,
        AWS_ACCESS_KEY_ID: 'somebody',
        AWS_SECRET_ACCESS_KEY: 'something',
      },
    });
    const person = await post('/api/v1/auth/register', { email: newEmail(), password: PASSWORD });
    accessToken = ((await person.json()) as { access_token: string }).access_token;
    await open('/api/v1/upload/presigned-url');
  });

  afterAll(async () => {
    await api.close();
    await environment.remove();
    await new Promise((resolve) => store.close(resolve));
  });

  const post = (path: string, body: object) =>
    fetch(api.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify(body),
    });
  const open = (path: string) =>
    post(path, { filename: 'film.mp4', file_size: 100, content_type: 'video/mp4', title: 'Counted' });

  it.each(['/api/v1/upload/presigned-url', '/api/v1/uploads/multipart'])(
    'at %s takes six statements at most, and does not ask the store',
    async (path) => {
      const { answer, statements } = await countingStatements(() => open(path));
      expect(answer.status).toBe(201);
      expect(statements.filter((text) => text.includes('INSERT INTO videos'))).toHaveLength(1);
      expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
      expect(callsToTheStore).toBe(0);
    },
  );

  it('would have been seen asking the store', async () => {
    const opened = await open('/api/v1/uploads/multipart');
    const { upload_id: id } = (await opened.json()) as { upload_id: string };
    const links = await post(`/api/v1/uploads/multipart/${id}/parts`, { part_numbers: [1] });
    expect(links.status).toBe(503);
    expect(callsToTheStore).toBeGreaterThan(0);
  });
});
