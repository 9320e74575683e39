import { connect, type Socket } from 'node:net';
import { eventually } from './eventually';

const AT_ONCE = 200;

/** Thousands who listen to one address: sockets that count what they hear, and keep none of it. */
export class Crowd {
  private readonly sockets: Socket[] = [];
  private readonly heard = new Map<string, number>();
  open = 0;

  private constructor(
    private readonly url: URL,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly words: readonly string[],
  ) {}

  /** `words` are counted; each must come whole in one piece, as what is written at once does over loopback. */
  static async gather(
    size: number,
    at: { url: string; headers: Readonly<Record<string, string>>; words: readonly string[] },
  ): Promise<Crowd> {
    const crowd = new Crowd(new URL(at.url), at.headers, at.words);
    for (let count = 0; count < size; count += AT_ONCE) {
      const target = Math.min(size, count + AT_ONCE);
      while (crowd.sockets.length < target) crowd.sockets.push(crowd.join());
      await eventually(`${String(target)} are let in`, () => crowd.count('HTTP/1.1 200') >= target, 60_000);
    }
    return crowd;
  }

  count(word: string): number {
    return this.heard.get(word) ?? 0;
  }

  async leave(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await eventually('everybody has left', () => this.open === 0, 30_000);
  }

  private join(): Socket {
    const { hostname, port, pathname, search } = this.url;
    const socket = connect({ host: hostname, port: Number(port) });
    const headers = Object.entries({ Host: this.url.host, ...this.headers });
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    socket.on('data', (bytes) => this.note(bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('connect', () => (this.open += 1));
    socket.on('close', () => (this.open -= 1));
    return socket;
  }

  private note(text: string): void {
    for (const word of ['HTTP/1.1 200', ...this.words])
      if (text.includes(word)) this.heard.set(word, this.count(word) + 1);
  }
}
