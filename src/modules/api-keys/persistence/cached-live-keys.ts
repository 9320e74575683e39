import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CidrSet } from '#libs/cidr';
import { ShortMemory } from '#libs/short-memory';
import type { Scope } from '#kernel/actor';
import { asId, type ApiKeyId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { FactFeed } from '#platform/outbox/fact-feed';
import { LiveKeys, type KeyAtDoor } from '../ports/live-keys';
import { IS_LIVE } from './api-key-rows';

/** A revocation must hold everywhere within five seconds, also where no fact arrives. */
const FRESH_MS = 4_000;
const REMEMBERED_KEYS = 10_000;
const MET_KEYS = 100_000;
const UNMADE_KEYS = 10_000;

const COLUMNS = `
  api_keys.id, api_keys.owner_id, api_keys.scopes, api_keys.allowed_cidrs, api_keys.rate_per_second,
  api_keys.hash, api_keys.pepper_id, api_keys.expires_at, api_keys.revoked_at IS NOT NULL AS is_revoked`;

interface KeyAtDoorRow {
  readonly id: string;
  readonly owner_id: string;
  readonly scopes: readonly Scope[];
  readonly allowed_cidrs: readonly string[];
  readonly rate_per_second: number | null;
  readonly hash: Buffer;
  readonly pepper_id: string;
  readonly expires_at: Date | null;
  readonly is_revoked: boolean;
}

/** One query a key every four seconds, however many requests it makes; facts make changes felt at once. */
@Injectable()
export class CachedLiveKeys extends LiveKeys implements OnModuleInit {
  private readonly remembered = new ShortMemory<string, KeyAtDoor | null>({
    freshMs: FRESH_MS,
    most: REMEMBERED_KEYS,
  });
  private readonly met = new Set<string>();
  /** Public ids are drawn at random: what nobody has made will never be made. */
  private readonly unmade = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly facts: FactFeed,
  ) {
    super();
  }

  onModuleInit(): void {
    this.facts.onFact(({ type }) => {
      if (type.startsWith('api_key.') && type !== 'api_key.created') this.remembered.forgetAll();
    });
  }

  find(publicId: string): Promise<KeyAtDoor | null> {
    if (this.unmade.has(publicId)) return Promise.resolve(null);
    return this.remembered.get(publicId, () => this.meet(publicId));
  }

  hasMet(publicId: string): boolean {
    return this.met.has(publicId) || this.unmade.has(publicId);
  }

  async get(id: ApiKeyId): Promise<KeyAtDoor | null> {
    const row = await this.database.first<KeyAtDoorRow>(
      `SELECT ${COLUMNS} FROM api_keys WHERE api_keys.id = $1 AND ${IS_LIVE}`,
      [id],
    );
    return row === undefined ? null : toKeyAtDoor(row);
  }

  async endedAmong(ids: readonly ApiKeyId[]): Promise<readonly ApiKeyId[]> {
    const rows = await this.database.rows<{ id: string }>(
      `SELECT api_keys.id FROM api_keys WHERE api_keys.id = ANY($1::uuid[]) AND ${IS_LIVE}`,
      [ids],
    );
    const live = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !live.has(id));
  }

  private async meet(publicId: string): Promise<KeyAtDoor | null> {
    const key = await this.load(publicId);
    if (key !== null) {
      add(this.met, publicId, MET_KEYS);
      return key;
    }
    // Nobody pushes keys out of memory by making some up.
    this.remembered.forget(publicId);
    add(this.unmade, publicId, UNMADE_KEYS);
    return null;
  }

  private async load(publicId: string): Promise<KeyAtDoor | null> {
    const row = await this.database.first<KeyAtDoorRow>(
      `SELECT ${COLUMNS} FROM api_keys WHERE api_keys.public_id = $1`,
      [publicId],
    );
    return row === undefined ? null : toKeyAtDoor(row);
  }
}

function toKeyAtDoor(row: KeyAtDoorRow): KeyAtDoor {
  const addresses = CidrSet.parse(row.allowed_cidrs);
  return {
    id: asId(row.id),
    ownerId: asId(row.owner_id),
    scopes: new Set(row.scopes),
    ratePerSecond: row.rate_per_second,
    digest: { pepperId: row.pepper_id, hash: row.hash },
    expiresAt: row.expires_at,
    isRevoked: row.is_revoked,
    admits: (address) => addresses.isEmpty || addresses.contains(address),
  };
}

/** What is lost with a full set is a query each, no more. */
function add(known: Set<string>, publicId: string, most: number): void {
  if (known.size >= most) known.clear();
  known.add(publicId);
}
