import { get, type Agent, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { eventually } from './eventually';

export interface HeardEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: {
    readonly type: string;
    readonly video_id?: string;
    readonly reason?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

interface How {
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** A client of event streams that notes everything. */
export class EventListener {
  readonly heard: HeardEvent[] = [];
  readonly retries: number[] = [];
  heartbeats = 0;
  isOver = false;
  private rest = '';

  private constructor(readonly answer: IncomingMessage) {
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.take(text));
    answer.once('close', () => (this.isOver = true));
    answer.on('error', () => undefined);
  }

  static async open(url: string | URL, { headers = {}, agent }: How = {}): Promise<EventListener> {
    const request = get(url, {
      headers: { accept: 'text/event-stream', ...headers },
      ...(agent && { agent }),
    });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return new EventListener(answer);
  }

  get lastId(): string | null {
    return this.heard.findLast(({ id }) => id !== null)?.id ?? null;
  }

  of(event: string): HeardEvent[] {
    return this.heard.filter((each) => each.event === event);
  }

  first(event: string, limitMs = 20_000): Promise<HeardEvent> {
    return eventually(`${event} is heard`, () => this.of(event)[0], limitMs);
  }

  close(): void {
    this.answer.destroy();
  }

  private take(text: string): void {
    const frames = (this.rest + text).split('\n\n');
    this.rest = frames.pop() ?? '';
    for (const frame of frames) this.note(frame);
  }

  private note(frame: string): void {
    if (frame.startsWith(':')) {
      this.heartbeats += 1;
      return;
    }
    const fields = new Map(
      frame.split('\n').map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
    );
    const [event, data, retry] = [fields.get('event'), fields.get('data'), fields.get('retry')];
    if (retry !== undefined) this.retries.push(Number(retry));
    if (event === undefined || data === undefined) return;
    this.heard.push({ id: fields.get('id') ?? null, event, data: JSON.parse(data) as HeardEvent['data'] });
  }
}
