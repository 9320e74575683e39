import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { Observable, tap } from 'rxjs';
import { RuntimeConfig } from '../config/runtime.config';
import type { FramegateRequest } from '../http/server/framegate-request';
import { runInIdempotencyScope, type IdempotencyScope } from './idempotency-scope';
import { IdempotencyKeyInvalid } from './idempotency.errors';

const PRINTABLE_KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * Opens the scope of an Idempotency-Key around the handler; the unit of work does the rest. It stands at the operations that
 * take one and nowhere else: the framework puts observables and promises around a handler that has an interceptor.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly runtime: RuntimeConfig) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FramegateRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !PRINTABLE_KEY.test(key)) throw IdempotencyKeyInvalid();
    const scope = scopeOf(request, key);
    return inScope(scope, next).pipe(
      tap(() => this.conclude(scope, context.switchToHttp().getResponse<Response>())),
    );
  }

  private conclude(scope: IdempotencyScope, response: Response): void {
    if (scope.outcome === 'replayed') response.setHeader('Idempotency-Replayed', 'true');
    if (scope.outcome === 'pending' && this.runtime.isStrict) {
      throw new Error(
        `${scope.operation} takes an Idempotency-Key but ran no unit of work: it would happen twice`,
      );
    }
  }
}

function scopeOf(request: FramegateRequest, key: string): IdempotencyScope {
  const { operation } = request;
  if (operation === undefined) throw new Error('an Idempotency-Key came to no operation');
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.rawBody ?? '')
    .digest();
  const principal = request.actor?.kind === 'user' ? request.actor.userId : 'visitor';
  return { principal, operation, key, fingerprint, outcome: 'pending' };
}

/** The handler starts when it is subscribed to: the scope must be entered then, not before. */
function inScope(scope: IdempotencyScope, next: CallHandler): Observable<unknown> {
  return new Observable((subscriber) =>
    runInIdempotencyScope(scope, () => next.handle().subscribe(subscriber)),
  );
}
