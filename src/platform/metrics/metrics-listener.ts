import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpConfig } from '../http/http.config';
import { Logger } from '../logging/logger';
import { MetricsConfig } from './metrics.config';
import { MetricsRegistry } from './metrics-registry';

const REQUEST_LIMIT_MS = 5_000;

/**
 * Figures of a process that has no API. Durations are histograms of each process, which Prometheus adds up itself: passed on
 * through a database they would be neither.
 */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly metrics: MetricsRegistry,
    private readonly config: MetricsConfig,
    private readonly http: HttpConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const { workerPort: port, workerHost: host } = this.config;
    if (port === null) return;
    const server = createServer((request, response) => void this.answer(request, response));
    server.requestTimeout = REQUEST_LIMIT_MS;
    // The work goes on without anybody watching.
    server.on('error', (err) => this.logger.warn({ err }, 'nobody can read the metrics of this process'));
    server.listen(port, host, () => {
      this.logger.info({ host, port: (server.address() as AddressInfo).port }, 'metrics ready');
    });
    this.server = server;
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer({ method, url, socket }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url !== '/metrics' || method !== 'GET') response.writeHead(404).end();
    else if (!this.http.metricsAllow.contains(socket.remoteAddress ?? '')) response.writeHead(403).end();
    else await this.collect(response);
  }

  private async collect(response: ServerResponse): Promise<void> {
    const { registry } = this.metrics;
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch (err) {
      this.logger.warn({ err }, 'metrics could not be collected');
      response.writeHead(500).end();
    }
  }
}
