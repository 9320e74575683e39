import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConfig } from '../http.config';

/**
 * A stopping process first says that it is not ready and goes on serving, so that load balancers notice before it refuses
 * connections; then it closes, and requests in flight finish.
 */
@Injectable()
export class Draining implements BeforeApplicationShutdown {
  isDraining = false;
  private readonly inFlight = new Set<ServerResponse>();
  private readonly unused = new Set<Socket>();
  private readonly closings: (() => void)[] = [];
  private isClosing = false;

  constructor(private readonly config: HttpConfig) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isDraining = true;
    for (const response of this.inFlight) sayGoodbye(response);
    await pause(this.config.drainNoticeSeconds * 1000);
    this.isClosing = true;
    for (const socket of this.unused) socket.destroy();
    for (const close of this.closings) close();
  }

  /** For answers that would go on for ever: they end when the server takes no more connections, not before. */
  onClosing(close: () => void): void {
    this.closings.push(close);
  }

  /** Clients open connections ahead of need. The server takes one without a request for a busy one, and would wait for it. */
  watchConnections(server: Server): void {
    server.on('connection', (socket: Socket) => {
      if (this.isClosing) socket.destroy();
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    server.on('request', ({ socket }: IncomingMessage) => this.unused.delete(socket));
  }

  /** A client that keeps its connection would meet a closed one with its next request, and the server wait for that. */
  watch(response: ServerResponse): void {
    this.inFlight.add(response);
    if (this.isDraining) sayGoodbye(response);
    const { socket } = response;
    response.on('close', () => {
      this.inFlight.delete(response);
      if (this.isDraining) socket?.destroySoon();
    });
  }
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
