import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';

interface StreamedRoute {
  readonly methods: readonly string[];
  /** Of the path as it was sent, behind any older spelling of it. */
  readonly path: RegExp;
}

/** Routes whose handlers read or write large bodies as they come. Modules add theirs. */
@Injectable()
export class StreamedRoutes {
  private readonly routes: StreamedRoute[] = [];

  add(...routes: readonly StreamedRoute[]): void {
    this.routes.push(...routes);
  }

  has({ method, path }: Request): boolean {
    return this.routes.some((route) => route.methods.includes(method) && route.path.test(path));
  }
}

/** Lets a client send that asked before (`Expect: 100-continue`): not before everything that can be refused was refused. */
export function letBodyCome(request: Request, response: Response): void {
  if (/\b100-continue\b/i.test(request.headers.expect ?? '')) response.writeContinue();
}
