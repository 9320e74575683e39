import { Injectable } from '@nestjs/common';
import type { DomainError } from '#kernel/domain-error';
import { AdmitKey, looksLikeApiKey, type KeyAtDoor, type KeyVerdict } from '#modules/api-keys';
import { AddressNotAllowed, RateLimited, Unauthenticated } from '#platform/http/http.errors';
import { originOf, type FramegateRequest } from '#platform/http/server/framegate-request';
import { LiveCredentials } from '../queries/live-credentials';

const BEARER = /^bearer +/i;
const UNKNOWN_KEYS_WAIT_SECONDS = 2;

type Refusal = Exclude<KeyVerdict['outcome'], 'admitted'>;

/** What is told to whom; only who has the whole of a key learns more than that it is not good. */
const REFUSALS: Readonly<Record<Refusal, () => DomainError>> = {
  malformed: () => Unauthenticated('This is no API key of this installation.'),
  unknown: () => Unauthenticated('This API key is not known.'),
  revoked: () => Unauthenticated('This API key was revoked.'),
  expired: () => Unauthenticated('This API key has expired.'),
  elsewhere: () => AddressNotAllowed(),
  too_many: () =>
    RateLimited('Too many API keys that nobody made came from this address.', {
      retryAfterSeconds: UNKNOWN_KEYS_WAIT_SECONDS,
    }),
};

/** Callers that show an API key, in either header. */
@Injectable()
export class KeyCallers {
  constructor(
    private readonly admitKey: AdmitKey,
    private readonly credentials: LiveCredentials,
  ) {}

  /** What is in the place of a key; null when none is shown. */
  keyOf({ headers }: FramegateRequest): string | null {
    const named = headers['x-api-key'];
    if (typeof named === 'string') return named;
    const token = headers.authorization?.replace(BEARER, '') ?? '';
    return looksLikeApiKey(token) ? token : null;
  }

  async identify(text: string, request: FramegateRequest): Promise<void> {
    const agent = request.headers['user-agent'] ?? null;
    const verdict = await this.admitKey.execute({ text, address: request.clientAddress, agent });
    request.isCredentialNonsense = verdict.outcome === 'malformed';
    if (verdict.outcome === 'admitted') await this.admit(verdict.key, request);
    else request.credentialFault = REFUSALS[verdict.outcome]();
  }

  private async admit(key: KeyAtDoor, request: FramegateRequest): Promise<void> {
    const owner = await this.credentials.ownerOf(key);
    if (owner === null) {
      request.credentialFault = Unauthenticated('The owner of this API key is disabled.');
      return;
    }
    request.actor = { kind: 'user', ...owner, origin: originOf(request) };
    request.ratePerSecond = key.ratePerSecond;
  }
}
