import { Injectable } from '@nestjs/common';
import { HttpConfig } from '../http.config';

export const API_PATH = '/api/v1';

/** How clients reach this installation. Never taken from a request: a forged Host header would end up in links. */
@Injectable()
export class Addresses {
  private listening: string | null = null;

  constructor(private readonly config: HttpConfig) {}

  /** Without a trailing slash. */
  get publicUrl(): string {
    const url = this.configured ?? this.listening;
    if (url === null) throw new Error('the address is not known before the server listens');
    return url;
  }

  /** Null when nothing was configured. */
  get configured(): string | null {
    return this.config.publicUrl?.href.replace(/\/$/, '') ?? null;
  }

  noteListening(url: string): void {
    this.listening = url;
  }
}
