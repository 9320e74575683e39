import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import express, { type Request, type Response } from 'express';
import { SystemClock } from '#kernel/clock';
import { StreamedRoutes } from '../body/streamed-routes';
import { TransferPace } from './transfer-pace';

/** A second of these tests. */
const SECOND_MS = 20;
const HEAD = 'HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n';

describe('the pace of a transfer', () => {
  let server: Server;
  let handle: (request: Request, response: Response) => void;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const streamed = new StreamedRoutes();
    streamed.add({ methods: ['PUT', 'GET'], path: /^\/streamed/ });
    const pace = new TransferPace(streamed, new SystemClock(), {
      wholeBodyMs: 100,
      graceSeconds: 5,
      windowSeconds: 5,
      bytesPerSecond: 100,
      idleReaderSeconds: 10,
      lingerMs: 400,
      secondMs: SECOND_MS,
    });
    const app = express().use(pace.handle);
    app.use((request, response) => handle(request, response));
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  function open(text: string): { socket: Socket; received: () => string; closed: Promise<unknown> } {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    let received = '';
    socket.on('data', (piece) => (received += piece.toString())).on('error', () => undefined);
    socket.write(text);
    return {
      socket,
      received: () => received,
      closed: new Promise((resolve) => socket.once('close', resolve)),
    };
  }

  function drip(socket: Socket, bytes: number): NodeJS.Timeout {
    return setInterval(() => socket.write('x'.repeat(bytes)), SECOND_MS);
  }

  it('cuts a sender that is too slow, and answers it once', async () => {
    const broken = new Promise<boolean>((resolve) => {
      handle = (request) => void request.resume().on('close', () => resolve(!request.complete));
    });
    const { socket, received, closed } = open(`PUT /streamed ${HEAD}`);
    const dripping = drip(socket, 10);
    await closed;
    clearInterval(dripping);
    expect(received().match(/HTTP\/1\.1 408/g)).toHaveLength(1);
    expect(received()).toContain('REQUEST_TIMED_OUT');
    expect(await broken).toBe(true);
  });

  it('cuts a sender that falls silent', async () => {
    handle = (request) => void request.resume();
    const { received, closed } = open(`PUT /streamed ${HEAD}${'x'.repeat(100_000)}`);
    await closed;
    expect(received()).toContain('408');
  });

  it('waits for a sender that is slow but steady', async () => {
    let isBroken = false;
    handle = (request) => void request.resume().on('close', () => (isBroken = true));
    const { socket, received } = open(`PUT /streamed ${HEAD}`);
    const dripping = drip(socket, 400);
    await new Promise((resolve) => setTimeout(resolve, 30 * SECOND_MS));
    clearInterval(dripping);
    expect([isBroken, received()]).toEqual([false, '']);
  });

  it('does not blame the sender for what we do not take', async () => {
    let untaken: Request | undefined;
    handle = (request) => void (untaken = request.pause());
    const { received } = open(`PUT /streamed ${HEAD}${'x'.repeat(200_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 30 * SECOND_MS));
    expect(received()).toBe('');
    untaken?.destroy();
  });

  it('gives a body that is read before its route a few seconds in all', async () => {
    handle = (request) => void request.resume();
    const { socket, received, closed } = open(`POST /other ${HEAD}`);
    const dripping = drip(socket, 400);
    await closed;
    clearInterval(dripping);
    expect(received()).toContain('408');
  });

  it('cuts a reader that takes nothing any more', async () => {
    handle = (_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', write);
      write();
    };
    const accepted = once(server, 'connection');
    const { socket, closed } = open('GET /streamed HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await accepted;
    await eventuallyNoConnection(server);
    socket.resume();
    await closed;
  });

  it('throws the rest of a refused body away for a moment, then cuts it', async () => {
    handle = (_request, response) => void response.status(403).end('no');
    const { received, closed } = open(`PUT /streamed ${HEAD}${'x'.repeat(100_000)}`);
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 403[^]*no$/);
  });
});

async function eventuallyNoConnection(server: Server): Promise<void> {
  for (;;) {
    const count = await new Promise<number>((resolve) => {
      server.getConnections((_error, open) => resolve(open));
    });
    if (count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
  }
}
