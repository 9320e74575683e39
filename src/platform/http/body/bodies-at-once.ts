import { Injectable } from '@nestjs/common';
import { HttpConfig } from '../http.config';
import { TooManyBodies } from '../http.errors';

const RETRY_AFTER_SECONDS = 5;

/** Every body that is streamed holds buffers and a file for as long as its sender likes: nobody may hold very many. */
@Injectable()
export class BodiesAtOnce {
  private readonly coming = new Map<string, number>();

  constructor(private readonly config: HttpConfig) {}

  /** Takes one more body of somebody, or says TooManyBodies. */
  async take<T>(sender: string, body: () => Promise<T>): Promise<T> {
    const already = this.coming.get(sender) ?? 0;
    if (already >= this.config.bodiesAtOnce)
      throw TooManyBodies(undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.coming.set(sender, already + 1);
    try {
      return await body();
    } finally {
      this.leave(sender);
    }
  }

  private leave(sender: string): void {
    const left = (this.coming.get(sender) ?? 1) - 1;
    if (left > 0) this.coming.set(sender, left);
    else this.coming.delete(sender);
  }
}
