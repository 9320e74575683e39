import type { ServerResponse } from 'node:http';
import type { EndReason, ResyncReason, VideoEvent } from '../domain/video-event';
import { EventSink } from '../ports/event-sink';
import { endFrame, frameOf, HEARTBEAT, resyncFrame, retryFrame } from './frames';

/** Who leaves more than this unread is cut: it comes again with the last id, and costs no memory meanwhile. */
export const MOST_UNREAD_BYTES = 256 * 1024;
const RETRY_MS = 2_000;
/** Those that one ending process sends away do not come to the next one in the same moment. */
const SCATTERED_RETRY_MS = { from: 300, to: 2_500 };

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // `no-transform`: compressing would hold events back. The last one is for nginx, which would as well.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One answer that goes on for as long as somebody listens. */
export class EventStream extends EventSink {
  constructor(private readonly response: ServerResponse) {
    super();
  }

  open(): void {
    this.response.writeHead(200, HEADERS);
    this.write(retryFrame(RETRY_MS));
  }

  push(event: VideoEvent): void {
    this.write(frameOf(event));
  }

  resync(position: number, reason: ResyncReason): void {
    this.write(resyncFrame(position, reason));
  }

  giveSignOfLife(): void {
    this.write(HEARTBEAT);
  }

  end(reason: EndReason): void {
    if (!this.isOpen()) return;
    if (reason === 'closing') this.response.write(retryFrame(scattered()));
    this.response.end(endFrame(reason));
  }

  async taken(): Promise<void> {
    if (!this.isOpen() || !this.response.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.response.once('drain', resolve);
      this.response.once('close', resolve);
    });
  }

  onceClosed(listener: () => void): void {
    if (this.response.closed) listener();
    else this.response.once('close', listener);
  }

  private write(frame: Buffer): void {
    if (!this.isOpen()) return;
    this.response.write(frame);
    if (this.response.writableLength > MOST_UNREAD_BYTES) this.response.destroy();
  }

  private isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }
}

function scattered(): number {
  const { from, to } = SCATTERED_RETRY_MS;
  return Math.round(from + Math.random() * (to - from));
}
