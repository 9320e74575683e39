import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Actor, TicketUse } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { looksLikeApiKey } from '#modules/api-keys';
import { operationOf } from '#platform/http/contract/operation.decorator';
import { CredentialInUrl, TwoCredentials, Unauthenticated } from '#platform/http/http.errors';
import { asDomainError } from '#platform/http/problems/as-domain-error';
import { originOf, type FramegateRequest } from '#platform/http/server/framegate-request';
import type { SessionOwner } from '../ports/session-repository';
import { Tickets, type TicketHolder } from '../ports/tickets';
import { LiveCredentials } from '../queries/live-credentials';
import { VerifiedTokens } from '../tokens/verified-tokens';
import { bearerTokenOf } from './bearer-token';
import { KeyCallers } from './key-callers';

/** Where the library leaves what a token told. */
const TOKEN_OWNER = 'tokenOwner';
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization', 'x-api-key']);
const CREDENTIAL_PARAMETERS = ['access_token', 'api_key', 'apikey', 'authorization', 'x-api-key'];

/**
 * Finds out who asks, and refuses nobody yet: the rate limit must count a request before anything else is said about it.
 * What is wrong with a credential waits in the request for the authorisation guard.
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard('jwt') {
  constructor(
    private readonly tickets: Tickets,
    private readonly verified: VerifiedTokens,
    private readonly credentials: LiveCredentials,
    private readonly keyCallers: KeyCallers,
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
    else await this.identify(context, request);
    return true;
  }

  override getAuthenticateOptions() {
    return { session: false, property: TOKEN_OWNER };
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error instanceof Error) throw error;
    if (user === false) throw Unauthenticated('The access token is not valid or has expired.');
    return user;
  }

  private async admit(ticket: string, purpose: TicketUse, request: FramegateRequest): Promise<void> {
    const { authorization, 'x-api-key': apiKey } = request.headers;
    if (authorization !== undefined || apiKey !== undefined) throw TwoCredentials();
    const holder = this.tickets.read(ticket, purpose);
    const user = holder === null ? null : await this.userOf(holder, request);
    if (user !== null) request.actor = user;
    else request.credentialFault = Unauthenticated('The ticket is not valid or has expired; get a new one.');
  }

  private async identify(context: ExecutionContext, request: FramegateRequest): Promise<void> {
    const key = this.keyCallers.keyOf(request);
    try {
      if (key !== null) await this.keyCallers.identify(key, request);
      else if (request.headers.authorization !== undefined) await this.identifyByToken(context, request);
    } catch (error) {
      request.credentialFault = error instanceof DomainError ? error : asDomainError(error);
    }
  }

  private async identifyByToken(context: ExecutionContext, request: FramegateRequest): Promise<void> {
    const { userId, sessionId } = await this.tokenOwner(context, request);
    const user = await this.userOf({ userId, credential: { kind: 'session', id: sessionId } }, request);
    if (user === null) throw Unauthenticated('The session has ended; log in again.');
    request.actor = user;
  }

  private async tokenOwner(context: ExecutionContext, request: FramegateRequest): Promise<SessionOwner> {
    const token = bearerTokenOf(request);
    const known = token === null ? null : this.verified.ownerOf(token);
    if (known !== null) return known;
    await super.canActivate(context);
    return Reflect.get(request, TOKEN_OWNER) as SessionOwner;
  }

  private async userOf(
    { userId, credential }: TicketHolder,
    request: FramegateRequest,
  ): Promise<Actor | null> {
    const identity = await this.credentials.identify(credential, request.clientAddress);
    if (identity === null || identity.userId !== userId) return null;
    return { kind: 'user', ...identity, origin: originOf(request) };
  }
}

function refuseAmbiguity({ rawHeaders, query }: FramegateRequest): void {
  const credentials = rawHeaders.filter((text, index) => index % 2 === 0 && isCredentialHeader(text));
  if (credentials.length > 1) throw TwoCredentials();
  for (const [name, value] of Object.entries(query))
    if (isCredentialParameter(name) || isApiKey(value)) throw CredentialInUrl();
}

function isCredentialParameter(name: string): boolean {
  return CREDENTIAL_PARAMETERS.includes(name.toLowerCase());
}

/** Whatever it is called there. */
function isApiKey(value: unknown): boolean {
  return typeof value === 'string' && looksLikeApiKey(value);
}

/** Of the headers as they came: a repeated one is gone from the parsed ones. */
function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_HEADERS.has(name.toLowerCase());
}
