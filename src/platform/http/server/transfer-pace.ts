import { Inject, Injectable, Optional } from '@nestjs/common';
import type { RequestHandler, Response } from 'express';
import { Clock } from '#kernel/clock';
import { letBodyCome, StreamedRoutes } from '../body/streamed-routes';
import { RequestTimedOut } from '../http.errors';
import { writeProblem } from '../problems/write-problem';
import type { FramegateRequest } from './framegate-request';

export interface PaceLimits {
  /** For a body that is read before its route runs. */
  readonly wholeBodyMs: number;
  /** For one that is streamed: so long anything goes, then so much must come a second on average over the window. */
  readonly graceSeconds: number;
  readonly windowSeconds: number;
  readonly bytesPerSecond: number;
  /** A reader that takes nothing for so long is gone. */
  readonly idleReaderSeconds: number;
  /** What is left of a body when its request was answered is read and thrown away for so long. */
  readonly lingerMs: number;
  /** How long a second is: tests have shorter ones. */
  readonly secondMs: number;
}

export const PACE_LIMITS = Symbol('pace limits');
const LIMITS: PaceLimits = {
  wholeBodyMs: 10_000,
  graceSeconds: 10,
  windowSeconds: 30,
  bytesPerSecond: 16 * 1024,
  idleReaderSeconds: 60,
  lingerMs: 2_000,
  secondMs: 1_000,
};

/**
 * Replaces the server's one time limit for every request, which is too long for a few bytes of JSON and too short for a
 * video. Who is too slow is answered once and cut; a socket that feeds us a byte a minute would else be ours for ever.
 */
@Injectable()
export class TransferPace {
  private readonly limits: PaceLimits;

  constructor(
    private readonly streamed: StreamedRoutes,
    private readonly clock: Clock,
    @Optional() @Inject(PACE_LIMITS) limits?: PaceLimits,
  ) {
    this.limits = limits ?? LIMITS;
  }

  readonly handle: RequestHandler = (incoming, response, next) => {
    const request = incoming as FramegateRequest;
    const isStreamed = this.streamed.has(request);
    if (isStreamed) this.watchTransfer(request, response);
    else if (hasBody(request)) this.watchWholeBody(request, response);
    if (hasBody(request)) response.once('finish', () => this.cutRest(request, isStreamed));
    next();
  };

  private watchWholeBody(request: FramegateRequest, response: Response): void {
    letBodyCome(request, response);
    const limit = setTimeout(() => {
      if (!request.complete) this.refuse(request, response);
    }, this.limits.wholeBodyMs);
    request.once('end', () => clearTimeout(limit));
    response.once('close', () => clearTimeout(limit));
  }

  private watchTransfer(request: FramegateRequest, response: Response): void {
    const sender = new SlowSender(request, this.limits);
    const reader = new IdleReader(response, this.limits);
    const timer = setInterval(() => {
      if (sender.isTooSlow()) this.refuse(request, response);
      else if (reader.isGone()) request.socket.destroy();
    }, this.limits.secondMs);
    response.once('close', () => clearInterval(timer));
  }

  /** The answer goes out before the body is cut, so that the handler, which notices the cut, finds it given. */
  private refuse(request: FramegateRequest, response: Response): void {
    if (response.headersSent) {
      request.destroy();
      return;
    }
    response.setHeader('Connection', 'close');
    response.once('finish', () => request.destroy());
    writeProblem(RequestTimedOut(), request, response, this.clock.now());
  }

  /** A connection that is cut at once often takes the answer with it. */
  private cutRest(request: FramegateRequest, isStreamed: boolean): void {
    if (request.complete) return;
    if (isStreamed) request.resume();
    // The server has let go of the request by now: destroying the socket alone would not be told to whoever reads it.
    const limit = setTimeout(() => request.destroy(), this.limits.lingerMs);
    request.once('close', () => clearTimeout(limit));
  }
}

function hasBody({ headers }: FramegateRequest): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = headers;
  return encoding !== undefined || length !== '0';
}

/** Counts what the socket brought a second, in those seconds in which we were ready to take it. */
class SlowSender {
  private readonly arrived: number[] = [];
  private seen: number;
  private grace: number;

  constructor(
    private readonly request: FramegateRequest,
    private readonly limits: PaceLimits,
  ) {
    this.seen = request.socket.bytesRead;
    this.grace = limits.graceSeconds;
  }

  isTooSlow(): boolean {
    const { windowSeconds, bytesPerSecond } = this.limits;
    const { bytesRead } = this.request.socket;
    const bytes = bytesRead - this.seen;
    this.seen = bytesRead;
    if (this.request.complete || this.waitsForUs) return false;
    if (this.grace > 0) {
      this.grace -= 1;
      return false;
    }
    this.arrived.push(bytes);
    if (this.arrived.length > windowSeconds) this.arrived.shift();
    if (this.arrived.length < windowSeconds) return false;
    return this.arrived.reduce((sum, each) => sum + each, 0) < windowSeconds * bytesPerSecond;
  }

  /** A slow disk is not the sender's fault. */
  private get waitsForUs(): boolean {
    return this.request.readableLength > 0 && this.request.readableFlowing !== true;
  }
}

class IdleReader {
  private written = -1;
  private idleSeconds = 0;

  constructor(
    private readonly response: Response,
    private readonly limits: PaceLimits,
  ) {}

  /** Before the headers are sent it is we who are slow. */
  isGone(): boolean {
    const { socket, headersSent } = this.response;
    if (!headersSent || socket === null) return false;
    const taken = socket.bytesWritten - socket.writableLength;
    this.idleSeconds = taken === this.written ? this.idleSeconds + 1 : 0;
    this.written = taken;
    return this.idleSeconds >= this.limits.idleReaderSeconds;
  }
}
