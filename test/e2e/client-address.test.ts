import type { ApiProcess } from '../support/api-process';
import { exchange } from '../support/raw-http';
import { register } from '../support/people';
import { Scene } from '../support/scene';

/** Everything that tries to say where a request comes from. */
const SPOOFS = [
  'X-Forwarded-For: 10.0.0.1',
  'X-Forwarded-For: 198.51.100.1, 10.0.0.1, 192.0.2.9',
  'X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.2',
  'X-Forwarded-For: 10.0.0.1:8080',
  'X-Forwarded-For: [2001:db8::1]:443',
  'X-Forwarded-For: ::ffff:10.0.0.1',
  'X-Forwarded-For: unknown',
  'X-Forwarded-For: 127.0.0.1; DROP TABLE users',
  `X-Forwarded-For: ${'10.0.0.1, '.repeat(500)}`,
  'Forwarded: for=10.0.0.1',
  'X-Real-IP: 10.0.0.1',
  'CF-Connecting-IP: 10.0.0.1',
  'True-Client-IP: 10.0.0.1',
];

/** What a trusted proxy writes, and whom it means. */
const FROM_TRUSTED: readonly (readonly [string, string])[] = [
  ['X-Forwarded-For: 198.51.100.7', '198.51.100.7'],
  ['X-Forwarded-For: 10.9.9.9, 198.51.100.7', '198.51.100.7'],
  ['X-Forwarded-For: 203.0.113.5, 198.51.100.7, 192.0.2.200', '198.51.100.7'],
  ['X-Forwarded-For: 203.0.113.5\r\nX-Forwarded-For: 198.51.100.7', '198.51.100.7'],
  ['X-Forwarded-For: 198.51.100.7:51234', '198.51.100.7'],
  ['X-Forwarded-For: [2001:db8::7]:51234', '2001:db8::7'],
  ['X-Forwarded-For: 2001:DB8:0:0::7', '2001:db8::7'],
  ['X-Forwarded-For: ::ffff:198.51.100.7', '198.51.100.7'],
  ['X-Forwarded-For: 198.51.100.7, unknown', '127.0.0.1'],
  ['X-Forwarded-For: 198.51.100.7, 010.0.0.1', '127.0.0.1'],
  ['X-Forwarded-For: ', '127.0.0.1'],
  ['X-Real-IP: 198.51.100.7', '127.0.0.1'],
  ['Forwarded: for=198.51.100.7', '127.0.0.1'],
];

describe('the address of a client', () => {
  let scene: Scene;
  let behindProxy: ApiProcess;

  beforeAll(async () => {
    scene = await Scene.open({ METRICS_ALLOW_CIDRS: '192.0.2.0/24,2001:db8::/32' });
    behindProxy = await scene.startApi({ TRUSTED_PROXIES: '127.0.0.1/32,192.0.2.0/24' });
  });

  afterAll(() => scene.close());

  let asked = 0;
  /** What the log of a process says about a request with these headers. */
  async function addressSeenBy(api: ApiProcess, headers: string): Promise<unknown> {
    asked += 1;
    const id = `address-test-${String(asked)}`;
    await exchange(
      api.port,
      `GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n${headers}\r\n\r\n`,
    );
    return (await api.log.line('request', { request_id: id })).address;
  }

  it.each(SPOOFS)('is that of the connection, whatever a stranger writes: %s', async (headers) => {
    expect(await addressSeenBy(scene.api, headers)).toBe('127.0.0.1');
  });

  it.each(FROM_TRUSTED)(
    'is the right-most that no trusted proxy vouches for: %s means %s',
    async (headers, address) => {
      expect(await addressSeenBy(behindProxy, headers)).toBe(address);
    },
  );

  it('is kept with the session that it opened', async () => {
    const client = scene.client.at(behindProxy.baseUrl).with({ 'x-forwarded-for': '198.51.100.77' });
    const { user } = await register(client);
    const [session] = await scene.sql('SELECT address FROM sessions WHERE user_id = $1', [user.id]);
    expect(session).toEqual({ address: '198.51.100.77' });
  });

  it('decides who may read the metrics', async () => {
    const metrics = (api: ApiProcess, address: string) =>
      scene.client.at(api.baseUrl).get('/metrics', { headers: { 'x-forwarded-for': address } });
    expect((await metrics(behindProxy, '2001:db8::1')).status).toBe(200);
    expect((await metrics(behindProxy, '2001:db9::1')).verdict).toBe('403 FORBIDDEN');
    expect((await metrics(behindProxy, '198.51.100.7')).verdict).toBe('403 FORBIDDEN');
    expect((await metrics(scene.api, '2001:db8::1')).verdict).toBe('403 FORBIDDEN');
  });
});
