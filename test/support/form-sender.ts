import { request, type ClientRequest } from 'node:http';
import { once } from 'node:events';
import type { DashboardProblem, DashboardSession, DashboardVisitor } from './dashboard-visitor';
import { formOf, type FormPart } from './form';

export interface SentAnswer {
  readonly status: number;
  readonly body: DashboardProblem & { readonly video_id?: string };
}

/** A form that is sent as slowly as a test likes. */
export class FormSender {
  readonly bytes: Uint8Array;
  /** Null when the connection broke off. */
  readonly answer: Promise<SentAnswer | null>;
  private readonly sending: ClientRequest;
  private sent = 0;

  constructor(
    visitor: DashboardVisitor,
    { upload_url: url }: Pick<DashboardSession, 'upload_url'>,
    ...parts: readonly FormPart[]
  ) {
    const { rawBody, headers } = formOf(...parts);
    this.bytes = rawBody;
    this.sending = request(url, {
      method: 'POST',
      headers: { ...headers, authorization: visitor.authorization, 'content-length': rawBody.length },
    });
    this.sending.on('error', () => undefined);
    this.answer = this.untilAnswered();
  }

  /** Sends on, until so many bytes of the whole form are out. */
  async sendUpTo(count: number): Promise<void> {
    const piece = this.bytes.subarray(this.sent, count);
    this.sent = Math.max(this.sent, count);
    if (piece.length > 0 && !this.sending.write(piece))
      await Promise.race([once(this.sending, 'drain').catch(() => undefined), this.answer]);
  }

  async finish(): Promise<SentAnswer | null> {
    this.sending.end(this.bytes.subarray(this.sent));
    return this.answer;
  }

  breakOff(): void {
    this.sending.destroy();
  }

  private untilAnswered(): Promise<SentAnswer | null> {
    return new Promise((resolve) => {
      this.sending.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as SentAnswer['body'] }),
        );
      });
      this.sending.on('close', () => resolve(null));
    });
  }
}
