import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { EVERY_SCOPE, type TicketUse } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { operationOf } from '#platform/http/contract/operation.decorator';
import { CredentialInUrl, TwoCredentials, Unauthenticated } from '#platform/http/http.errors';
import { asDomainError } from '#platform/http/problems/as-domain-error';
import { originOf, type FramegateRequest } from '#platform/http/server/framegate-request';
import { LiveSessions } from '../ports/live-sessions';
import { Tickets } from '../ports/tickets';

const CREDENTIAL_PARAMETERS = ['access_token', 'api_key', 'apikey', 'authorization', 'x-api-key'];

/**
 * Finds out who asks, and refuses nobody yet: the rate limit must count a request before anything else is said about it.
 * What is wrong with a credential waits in the request for the authorisation guard.
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard('jwt') {
  constructor(
    private readonly tickets: Tickets,
    private readonly sessions: LiveSessions,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FramegateRequest>();
    const { id, ticketFor } = operationOf(context);
    request.operation = id;
    request.actor = { kind: 'visitor', origin: originOf(request) };
    refuseAmbiguity(request);
    const ticket = ticketFor === null ? undefined : request.query['ticket'];
    if (typeof ticket === 'string' && ticketFor !== null) await this.admit(ticket, ticketFor, request);
    else if (request.headers.authorization !== undefined) await this.identify(context, request);
    else if (request.headers['x-api-key'] !== undefined)
      request.credentialFault = Unauthenticated('This API key is not known.');
    return true;
  }

  override getAuthenticateOptions() {
    return { session: false, property: 'actor' };
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error instanceof Error) throw error;
    if (user === false) throw Unauthenticated('The access token is not valid or has expired.');
    return user;
  }

  private async admit(ticket: string, purpose: TicketUse, request: FramegateRequest): Promise<void> {
    if (request.headers.authorization !== undefined) throw TwoCredentials();
    const holder = this.tickets.read(ticket, purpose);
    const identity = holder === null ? null : await this.sessions.identify(holder.sessionId);
    if (identity === null || identity.userId !== holder?.userId)
      request.credentialFault = Unauthenticated('The ticket is not valid or has expired; get a new one.');
    else request.actor = { kind: 'user', ...identity, scopes: EVERY_SCOPE, origin: originOf(request) };
  }

  private async identify(context: ExecutionContext, request: FramegateRequest): Promise<void> {
    try {
      await super.canActivate(context);
    } catch (error) {
      request.credentialFault = error instanceof DomainError ? error : asDomainError(error);
    }
  }
}

function refuseAmbiguity(request: FramegateRequest): void {
  const { authorization = [], 'x-api-key': apiKey = [] } = request.headersDistinct;
  if (authorization.length + apiKey.length > 1) throw TwoCredentials();
  const inUrl = Object.keys(request.query).find((name) => CREDENTIAL_PARAMETERS.includes(name.toLowerCase()));
  if (inUrl !== undefined) throw CredentialInUrl();
}
