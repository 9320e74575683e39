import { HttpException } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error';
import { isDatabaseAway, isDatabaseBusy } from '../../database/database-failure';
import { RedisAway } from '../../redis/redis-courier';
import {
  BodyTooLarge,
  DependencyUnavailable,
  Forbidden,
  Internal,
  MalformedRequest,
  Overloaded,
  RouteNotFound,
  Unauthenticated,
  UnsupportedMediaType,
} from '../http.errors';

const RETRY_SOON = { retryAfterSeconds: 2 };

/** Whatever reaches the edge, as something the caller can understand. What nobody foresaw becomes INTERNAL. */
export function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isDatabaseAway(error) || error instanceof RedisAway)
    return DependencyUnavailable(undefined, { ...RETRY_SOON, cause: error });
  if (isDatabaseBusy(error)) return Overloaded(undefined, { ...RETRY_SOON, cause: error });
  const status = statusOf(error);
  return (FRAMEWORK_ERRORS[status] ?? Internal)(undefined, { cause: error });
}

/** The framework and the body parser throw by status. */
const FRAMEWORK_ERRORS: Readonly<Record<number, typeof Internal>> = {
  400: MalformedRequest,
  401: Unauthenticated,
  403: Forbidden,
  404: RouteNotFound,
  413: BodyTooLarge,
  415: UnsupportedMediaType,
};

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof URIError) return 400;
  if (!(error instanceof Error)) return 500;
  const status: unknown = Reflect.get(error, 'status');
  return typeof status === 'number' ? status : 500;
}
