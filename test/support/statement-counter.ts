import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

const HEADER_BYTES = 5;
const LENGTH_BYTES = 4;
const [SIMPLE_QUERY, PARSE, EXECUTE] = ['Q', 'P', 'E'];

/** Stands between a process and Postgres, and writes down every statement that is carried out, whoever sent it and how. */
export class StatementCounter {
  private carriedOut: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client: Socket) => this.accept(client));
  }

  static async before(url: string): Promise<StatementCounter> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StatementCounter(server, new URL(url));
  }

  /** The same URL, through the counter. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** Since it was last asked. */
  take(): readonly string[] {
    return this.carriedOut.splice(0);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    const upstream = connect({ host: this.target.hostname, port: Number(this.target.port) || 5432 });
    for (const [socket, peer] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => peer.destroy());
      socket.on('close', () => this.sockets.delete(socket));
    }
    const conversation = new Conversation((statement) => this.carriedOut.push(statement));
    client.on('data', (chunk: Buffer) => conversation.hear(chunk));
    client.pipe(upstream).pipe(client);
  }
}

/** What a client says in the wire protocol: a first message without a type, then a byte of type and a length each. */
class Conversation {
  private heard: Buffer = Buffer.alloc(0);
  private hasBegun = false;
  private parsed = '';

  constructor(private readonly onStatement: (statement: string) => void) {}

  hear(chunk: Buffer): void {
    this.heard = Buffer.concat([this.heard, chunk]);
    for (let end = this.endOfMessage(); end !== null && end <= this.heard.length; end = this.endOfMessage()) {
      if (this.hasBegun) this.understand(this.heard.subarray(0, end));
      this.hasBegun = true;
      this.heard = this.heard.subarray(end);
    }
  }

  private endOfMessage(): number | null {
    const type = this.hasBegun ? HEADER_BYTES - LENGTH_BYTES : 0;
    return this.heard.length < type + LENGTH_BYTES ? null : type + this.heard.readUInt32BE(type);
  }

  private understand(message: Buffer): void {
    const type = String.fromCharCode(message[0] ?? 0);
    const text = () => message.subarray(HEADER_BYTES).toString();
    if (type === PARSE) this.parsed = text().split('\0')[1] ?? '';
    if (type === EXECUTE) this.onStatement(this.parsed);
    if (type === SIMPLE_QUERY) this.onStatement(text().replace('\0', ''));
  }
}
