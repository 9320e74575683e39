import { Injectable } from '@nestjs/common';
import type { Credential } from '#kernel/actor';
import type { ApiKeyId, SessionId } from '#kernel/id';
import { LiveKeys, type KeyAtDoor } from '#modules/api-keys';
import type { Identity } from '../domain/identity';
import { LiveSessions } from '../ports/live-sessions';
import { LiveStandings } from '../ports/live-standings';

/** Who speaks through a credential at this moment, whichever kind it is. */
@Injectable()
export class LiveCredentials {
  constructor(
    private readonly sessions: LiveSessions,
    private readonly keys: LiveKeys,
    private readonly standings: LiveStandings,
  ) {}

  /** Null when it is over, or good for nothing from this address. */
  identify(credential: Credential, address: string): Promise<Identity | null> {
    return credential.kind === 'session'
      ? this.sessions.identify(credential.id)
      : this.identifyKey(credential.id, address);
  }

  /** Whom a key speaks for; null when that user is disabled. */
  async ownerOf({ id, ownerId, scopes }: KeyAtDoor): Promise<Identity | null> {
    const standing = await this.standings.of(ownerId);
    return standing && { userId: ownerId, credential: { kind: 'api_key', id }, ...standing, scopes };
  }

  /** The ids of those that are over, asked of the record. */
  async endedAmong(credentials: readonly Credential[]): Promise<ReadonlySet<string>> {
    const sessions = new Set<SessionId>();
    const keys = new Set<ApiKeyId>();
    for (const credential of credentials) {
      if (credential.kind === 'session') sessions.add(credential.id);
      else keys.add(credential.id);
    }
    const ended = await Promise.all([
      sessions.size === 0 ? [] : this.sessions.endedAmong([...sessions]),
      keys.size === 0 ? [] : this.keys.endedAmong([...keys]),
    ]);
    return new Set<string>(ended.flat());
  }

  private async identifyKey(id: ApiKeyId, address: string): Promise<Identity | null> {
    const key = await this.keys.get(id);
    return key?.admits(address) === true ? this.ownerOf(key) : null;
  }
}
