import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { ApiProcess } from '../support/api-process';
import { eventually } from '../support/eventually';
import { PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway, type Absence } from '../support/while-away';

const NOTICE_SECONDS = 2;

describe('a process that is told to stop', () => {
  let scene: Scene;
  let person: Person;

  beforeAll(async () => {
    scene = await Scene.open({ DRAIN_NOTICE_SECONDS: String(NOTICE_SECONDS) });
    person = await register(scene.client);
  });

  afterAll(() => scene.close());

  it('is not ready from that moment on, goes on serving for the time of notice, and ends with 0', async () => {
    const api = await scene.startApi();
    const client = person.client.at(api.baseUrl);
    expect((await client.get('/health/ready')).status).toBe(200);
    api.signal('SIGTERM');
    const toldAt = performance.now();
    await eventually(
      'it is not ready',
      async () => (await client.get('/health/ready')).status === 503,
      1_000,
    );
    expect((await client.get('/health/live')).status).toBe(200);
    const served = await client.get('/api/v1/auth/me');
    expect([served.status, served.headers.get('connection')]).toEqual([200, 'close']);
    expect(await api.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAt).toBeGreaterThan(NOTICE_SECONDS * 1_000);
    await expect(fetch(`${api.baseUrl}/health/live`)).rejects.toThrow();
  });

  it('finishes a request whose body is still on its way', async () => {
    const api = await scene.startApi({ DRAIN_NOTICE_SECONDS: '0' });
    const body = JSON.stringify({ email: person.email, password: PASSWORD });
    const { socket, answer } = beginLogin(api, body.length);
    socket.write(body.slice(0, 10));
    await eventually('the request is being read', async () => (await fetch(`${api.baseUrl}/health/live`)).ok);
    api.signal('SIGTERM');
    await api.log.line('stopping');
    await eventually('nobody new is let in', () => isRefused(api));
    socket.write(body.slice(10));
    expect(await answer).toContain('"access_token"');
    expect(await api.exited).toEqual({ code: 0, signal: null });
  });

  it('does not wait for connections that nobody uses, and takes a second signal as patience', async () => {
    const api = await scene.startApi({ DRAIN_NOTICE_SECONDS: '0' });
    const idle = await Promise.all(Array.from({ length: 5 }, () => openIdle(api)));
    const toldAt = performance.now();
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) api.signal(signal);
    expect(await api.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAt).toBeLessThan(5_000);
    expect(api.log.lines.filter(({ msg }) => msg === 'stopping')).toHaveLength(1);
    for (const socket of idle) socket.destroy();
  });

  it.each<Absence>(['cut', 'blackhole'])('ends in order while Redis is away (%s)', async (absence) => {
    const { REDIS_URL = '' } = scene.variables;
    const proxy = await TcpProxy.before(REDIS_URL);
    const variables = { REDIS_URL: proxy.through(REDIS_URL), DRAIN_NOTICE_SECONDS: '0' };
    const [api, worker] = await Promise.all([scene.startApi(variables), scene.startWorker(variables)]);
    await whileAway([proxy], absence, async () => {
      await person.client.at(api.baseUrl).get('/api/v1/auth/me');
      await api.log.line('redis is out of reach');
      const exits = await Promise.all([api.stop(), worker.stop()]);
      expect(exits.map(({ code }) => code)).toEqual([0, 0]);
    });
    await proxy.close();
  });

  it('a worker ends with 0 too, and leaves nothing locked behind', async () => {
    const worker = await scene.startWorker();
    expect(await worker.stop()).toEqual({ code: 0, signal: null });
    await register(scene.client);
    await eventually('the other worker publishes', async () => {
      const waiting = await scene.sql('SELECT id FROM outbox WHERE position IS NULL');
      return waiting.length === 0;
    });
  });

  it('loses no request of those who keep their connections, while two processes are replaced in turn', async () => {
    const processes = [scene.api, await scene.startApi()];
    const balancer = new SmallBalancer(processes, person.session.access_token);
    const load = Promise.all(Array.from({ length: 4 }, () => balancer.goOn()));
    for (const [index, old] of [...processes].entries()) {
      const fresh = await scene.startApi();
      balancer.replace(index, fresh);
      expect(await old.stop()).toEqual({ code: 0, signal: null });
    }
    balancer.isStopped = true;
    await load;
    balancer.close();
    expect(balancer.failures).toEqual([]);
    expect(balancer.count).toBeGreaterThan(100);
  });
});

/** Sends to whichever process it was told of last, over connections that it keeps; told of a successor, it changes over. */
class SmallBalancer {
  isStopped = false;
  count = 0;
  readonly failures: string[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  private readonly targets: ApiProcess[];

  constructor(
    processes: readonly ApiProcess[],
    private readonly accessToken: string,
  ) {
    this.targets = [...processes];
  }

  replace(index: number, successor: ApiProcess): void {
    this.targets[index] = successor;
  }

  async goOn(): Promise<void> {
    while (!this.isStopped) {
      const target = this.targets[this.count % this.targets.length];
      this.count += 1;
      const outcome = await this.ask(target?.port ?? 0);
      if (outcome !== '200') this.failures.push(outcome);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private ask(port: number): Promise<string> {
    return new Promise((resolve) => {
      const headers = { authorization: `Bearer ${this.accessToken}` };
      const asked = request({ port, host: '127.0.0.1', path: '/api/v1/auth/me', agent: this.agent, headers });
      asked.on('error', (error) => resolve(error.message));
      asked.on('response', (response) => {
        response.resume();
        response.on('end', () => resolve(String(response.statusCode)));
      });
      asked.end();
    });
  }
}

function beginLogin(api: ApiProcess, length: number): { socket: Socket; answer: Promise<string> } {
  const socket = connect({ port: api.port, host: '127.0.0.1' });
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  const answer = new Promise<string>((resolve) => socket.on('close', () => resolve(received)));
  socket.write(
    `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${String(length)}\r\n\r\n`,
  );
  return { socket, answer };
}

async function openIdle(api: ApiProcess): Promise<Socket> {
  const socket = connect({ port: api.port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  return socket;
}

async function isRefused(api: ApiProcess): Promise<boolean> {
  const socket = connect({ port: api.port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(false));
    socket.on('error', () => resolve(true));
  }).then((refused) => {
    socket.destroy();
    return refused as boolean;
  });
}
