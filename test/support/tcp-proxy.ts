import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** What becomes of connections: served, reset and refused, or accepted and never answered. */
type Mood = 'forwarding' | 'cut' | 'blackholed';

/** Stands between a process and a server of its, and takes that server away without touching it. */
export class TcpProxy {
  private mood: Mood = 'forwarding';
  private lastWords: { readonly words: string; readonly forGood: boolean } | null = null;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client: Socket) => this.accept(client));
  }

  /** In front of the server that a URL names. */
  static async before(url: string): Promise<TcpProxy> {
    const { hostname, port, protocol } = new URL(url);
    const target = { host: hostname, port: Number(port) || DEFAULT_PORTS[protocol] || 0 };
    const proxy = new TcpProxy(createServer({ pauseOnConnect: true }), target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  /** The same URL, through the proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String((this.server.address() as AddressInfo).port);
    return changed.href;
  }

  /** As when the server was killed: connections are reset, new ones too. */
  cut(): void {
    this.mood = 'cut';
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** As when a firewall drops packets: everything is accepted, nothing is answered. */
  blackhole(): void {
    this.mood = 'blackholed';
    for (const socket of this.sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** Once: the next connection that says this is heard by its server, which acts on it, and then breaks before the answer. */
  cutAfter(words: string, { forGood = false }: { readonly forGood?: boolean } = {}): void {
    this.lastWords = { words, forGood };
  }

  /** Connections of before do not come back: their peers were told nothing, or everything. */
  restore(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.mood = 'forwarding';
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    this.keep(client);
    if (this.mood === 'cut') client.resetAndDestroy();
    if (this.mood !== 'forwarding') return;
    const upstream = this.keep(connect({ ...this.target, noDelay: true }));
    client.pipe(upstream).pipe(client);
    client.on('data', (chunk: Buffer) => this.listen(chunk, client, upstream));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  }

  private listen(chunk: Buffer, client: Socket, upstream: Socket): void {
    if (this.lastWords === null || !chunk.includes(this.lastWords.words)) return;
    const { forGood } = this.lastWords;
    this.lastWords = null;
    upstream.unpipe(client);
    // Not before the answer is there: until then nobody knows that the words were acted on.
    upstream.once('data', () => {
      if (forGood) this.cut();
      client.resetAndDestroy();
    });
    upstream.resume();
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
};
