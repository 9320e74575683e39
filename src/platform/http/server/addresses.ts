import { Injectable } from '@nestjs/common';
import { HttpConfig } from '../http.config';

/** How clients reach this installation. Never taken from a request: a forged Host header would end up in links. */
@Injectable()
export class Addresses {
  constructor(private readonly config: HttpConfig) {}

  /** Without a trailing slash. */
  get publicUrl(): string {
    return this.config.publicUrl?.href.replace(/\/$/, '') ?? `http://${this.host}:${String(this.config.port)}`;
  }

  private get host(): string {
    return this.config.host.includes(':') ? `[${this.config.host}]` : this.config.host;
  }
}
