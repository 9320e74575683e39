import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Origin, SignedInUser } from '#kernel/actor';
import { Unauthenticated } from '../http.errors';
import { originOf, type FramegateRequest } from '../server/framegate-request';

/** Who asks. The authorisation guard has let only signed-in users come this far. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): SignedInUser => {
  const { actor } = context.switchToHttp().getRequest<FramegateRequest>();
  if (actor?.kind !== 'user') throw Unauthenticated();
  return actor;
});

/** Where a request comes from, for routes that anyone may call. */
export const RequestOrigin = createParamDecorator((_data: unknown, context: ExecutionContext): Origin =>
  originOf(context.switchToHttp().getRequest<FramegateRequest>()),
);
