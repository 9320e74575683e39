import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isPerson, type Origin, type Person, type SignedInUser } from '#kernel/actor';
import { PersonNeeded, Unauthenticated } from '../http.errors';
import { originOf, type FramegateRequest } from '../server/framegate-request';

/** Who asks. The authorisation guard has let only users come this far. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): SignedInUser => {
  const { actor } = context.switchToHttp().getRequest<FramegateRequest>();
  if (actor?.kind !== 'user') throw Unauthenticated();
  return actor;
});

/** Who asks in person, at operations for which no key will do. */
export const CurrentPerson = createParamDecorator((_data: unknown, context: ExecutionContext): Person => {
  const { actor } = context.switchToHttp().getRequest<FramegateRequest>();
  if (actor === undefined || !isPerson(actor)) throw PersonNeeded();
  return actor;
});

/** Where a request comes from, for routes that anyone may call. */
export const RequestOrigin = createParamDecorator((_data: unknown, context: ExecutionContext): Origin =>
  originOf(context.switchToHttp().getRequest<FramegateRequest>()),
);
