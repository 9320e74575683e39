import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setBucketCors, setBucketLifecycle, StorageConfig } from '#modules/storage';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { quietLogger } from '../../support/running-app';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly md5: string | string[] | undefined;
  readonly body: string;
}

/** What the commands ask of a bucket. A store that has such rules is not at hand: this hears what it would be told. */
describe('the rules of a bucket', () => {
  let server: Server;
  let config: StorageConfig;
  let heard: Heard[] = [];

  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        const { method, url, headers } = request;
        heard.push({ method, url, md5: headers['content-md5'], body });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    config = parseConfiguration([StorageConfig], {
      STORAGE_DRIVER: 's3',
      S3_BUCKET: 'framegate',
      S3_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    }).get(StorageConfig) as StorageConfig;
  });

  beforeEach(() => (heard = []));

  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  it('let exactly the allowed pages upload and read, and read the ETag', async () => {
    await setBucketCors({ config, logger: quietLogger() }, [
      'https://a.example.org',
      'http://localhost:5173',
    ]);
    expect(heard).toMatchObject([
      { method: 'PUT', url: expect.stringMatching(/^\/framegate\/?\?cors/) as string },
    ]);
    const { body, md5 } = heard[0]!;
    for (const part of [
      '<AllowedOrigin>https://a.example.org</AllowedOrigin>',
      '<AllowedOrigin>http://localhost:5173</AllowedOrigin>',
      '<AllowedMethod>PUT</AllowedMethod>',
      '<ExposeHeader>ETag</ExposeHeader>',
      '<MaxAgeSeconds>3000</MaxAgeSeconds>',
    ])
      expect(body).toContain(part);
    expect(body).not.toContain('<AllowedOrigin>*</AllowedOrigin>');
    expect(md5).toBe(createHash('md5').update(body).digest('base64'));
  });

  it('are taken away when no page is allowed', async () => {
    await setBucketCors({ config, logger: quietLogger() }, []);
    expect(heard).toMatchObject([{ method: 'DELETE' }]);
  });

  it('throw away parts that nobody joined, and never an object: one in staging may be confirmed and wait for a worker', async () => {
    await setBucketLifecycle({ config, logger: quietLogger() });
    const { body, url } = heard[0]!;
    expect(url).toMatch(/^\/framegate\/?\?lifecycle/);
    expect(body).not.toContain('Expiration');
    expect(body).toMatch(/<AbortIncompleteMultipartUpload><DaysAfterInitiation>2</);
  });
});
