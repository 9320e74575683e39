import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { RequestHandler, Response } from 'express';
import { JsonText } from './json-text';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The framework's adapter, where it does less than a whole server must, or more than an answer in JSON needs. */
export class WholeServerAdapter extends ExpressAdapter {
  /** The framework answers an unknown address below its prefix alone; outside of it Express would, with a page of its own. */
  override setNotFoundHandler(handler: RequestHandler): void {
    this.use(handler);
  }

  /** Express would make a buffer of the text, which the server then cannot send in one piece with the headers. */
  override reply(response: Response, body: unknown, status?: number): unknown {
    const isWritten = body instanceof JsonText;
    if (!isWritten && (!isForJson(body) || response.hasHeader('Content-Type')))
      return super.reply(response, body, status) as unknown;
    if (status !== undefined) response.statusCode = status;
    if (response.req.fresh) return response.status(304).end();
    const text = isWritten ? body.text : JSON.stringify(body);
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', JSON_TYPE);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return response.end(text, 'utf8');
  }
}

function isForJson(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && !(body instanceof StreamableFile) && !Buffer.isBuffer(body)
  );
}
