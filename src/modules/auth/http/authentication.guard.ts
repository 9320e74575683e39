import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '#kernel/domain-error';
import { operationOf } from '#platform/http/contract/operation.decorator';
import { CredentialInUrl, TwoCredentials, Unauthenticated } from '#platform/http/http.errors';
import { asDomainError } from '#platform/http/problems/as-domain-error';
import { originOf, type FramegateRequest } from '#platform/http/server/framegate-request';

const CREDENTIAL_PARAMETERS = ['access_token', 'api_key', 'apikey', 'authorization', 'x-api-key'];

/**
 * Finds out who asks, and refuses nobody yet: the rate limit must count a request before anything else is said about it.
 * What is wrong with a credential waits in the request for the authorisation guard.
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard('jwt') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FramegateRequest>();
    request.operation = operationOf(context).id;
    request.actor = { kind: 'visitor', origin: originOf(request) };
    refuseAmbiguity(request);
    if (request.headers.authorization !== undefined) await this.identify(context, request);
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
