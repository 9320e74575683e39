import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';

/** One request as it came: what a rule decides by. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** What becomes of a request that a rule is about. */
export type Mischief =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: string; readonly headers?: object }
  /** Taken, and never answered. */
  | { readonly kind: 'silence' }
  /** Done by the store; whoever asked never hears of it. */
  | { readonly kind: 'done, then reset' }
  /** The store's answer, so slowly. */
  | { readonly kind: 'trickle'; readonly bytesPerSecond: number }
  /** The store's answer, cut in the middle. */
  | { readonly kind: 'truncate'; readonly afterBytes: number };

export const SLOW_DOWN: Mischief = {
  kind: 'answer',
  status: 503,
  body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
};
export const NO_SUCH_UPLOAD: Mischief = {
  kind: 'answer',
  status: 404,
  body: '<Error><Code>NoSuchUpload</Code><Message>The specified upload does not exist.</Message></Error>',
};
/** As S3 does when a copy or a completion fails that it had begun to answer. */
export const ERROR_WITH_200: Mischief = {
  kind: 'answer',
  status: 200,
  body: '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>We failed.</Message></Error>',
};

export function is(method: string): (asked: Asked) => boolean {
  return (asked) => asked.method === method;
}

interface Rule {
  readonly isAbout: (asked: Asked) => boolean;
  readonly mischief: Mischief;
  times: number;
}

const TICKS_A_SECOND = 4;

/**
 * Stands before a store and plays it false, as real stores do now and then. Everything that no rule is about goes through
 * as it came, the Host header included: it is signed.
 */
export class StoreProxy {
  readonly asked: Asked[] = [];
  private rules: Rule[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('request', (incoming, response) => {
      this.handle(incoming, response).catch(() => response.destroy());
    });
  }

  static async before(endpoint: string): Promise<StoreProxy> {
    const server = createServer({ requestTimeout: 0 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StoreProxy(server, new URL(endpoint));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** The first rule that is about a request and not used up decides. */
  play(mischief: Mischief, isAbout: (asked: Asked) => boolean = () => true, times = Infinity): void {
    this.rules.push({ mischief, isAbout, times });
  }

  /** Behaves from now on, and forgets what it was asked. */
  behave(): void {
    this.rules = [];
    this.asked.length = 0;
  }

  count(isAbout: (asked: Asked) => boolean = () => true): number {
    return this.asked.filter(isAbout).length;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { method: incoming.method ?? '', path: incoming.url ?? '' };
    this.asked.push(asked);
    const rule = this.rules.find(({ isAbout, times }) => times > 0 && isAbout(asked));
    if (rule === undefined) return this.forward(incoming, response);
    rule.times -= 1;
    const { mischief } = rule;
    if (mischief.kind === 'silence') return void incoming.resume();
    if (mischief.kind === 'answer') {
      await text(incoming);
      response.writeHead(mischief.status, { 'content-type': 'application/xml', ...mischief.headers });
      response.end(asked.method === 'HEAD' ? undefined : (mischief.body ?? ''));
      return;
    }
    const answer = await this.askStore(incoming);
    if (mischief.kind === 'done, then reset') {
      await text(answer);
      incoming.socket.resetAndDestroy();
      return;
    }
    await spoil(answer, response, mischief);
  }

  private async forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.askStore(incoming);
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    response.once('close', () => answer.destroy());
    answer.pipe(response);
  }

  private async askStore(incoming: IncomingMessage): Promise<IncomingMessage> {
    const { hostname, port } = this.target;
    const { method, url, rawHeaders } = incoming;
    const asking = ask({
      hostname,
      port,
      method,
      path: url,
      headers: rawHeaders,
      setHost: false,
      agent: false,
    });
    incoming.once('close', () => !incoming.complete && asking.destroy());
    incoming.pipe(asking);
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    return answer;
  }
}

async function spoil(
  answer: IncomingMessage,
  response: ServerResponse,
  mischief: Extract<Mischief, { kind: 'trickle' | 'truncate' }>,
): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  response.flushHeaders();
  const whole = Buffer.concat((await answer.toArray()) as Buffer[]);
  if (mischief.kind === 'truncate') {
    response.write(whole.subarray(0, mischief.afterBytes), () => response.destroy());
    return;
  }
  const step = Math.ceil(mischief.bytesPerSecond / TICKS_A_SECOND);
  for (let from = 0; from < whole.length && !response.destroyed; from += step) {
    response.write(whole.subarray(from, from + step));
    await after(1000 / TICKS_A_SECOND);
  }
  response.end();
}
