import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ApiKeyId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { Rounds } from '#platform/process/rounds';
import { KeyUses, type NotedUse } from '../ports/key-uses';

const LOOKS_EVERY_MS = 5_000;
/** How often one process writes down that one key is used. */
const WRITES_EVERY_MS = 60_000;
const LONGEST_AGENT = 255;

/** One UPDATE for all keys that were used meanwhile; of a key in constant use, one a minute. */
@Injectable()
export class BatchedKeyUses extends KeyUses implements OnModuleInit, BeforeApplicationShutdown {
  private readonly noted = new Map<ApiKeyId, NotedUse>();
  private readonly writtenAt = new Map<ApiKeyId, number>();

  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {
    super();
  }

  onModuleInit(): void {
    this.rounds.add({ name: 'api-key-uses', everyMs: LOOKS_EVERY_MS, work: () => this.writeDue() });
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Nothing is owed to it: a process that is killed forgets it too.
    await this.write([...this.noted.values()]).catch(() => undefined);
  }

  note(use: NotedUse): void {
    this.noted.set(use.id, use);
  }

  private async writeDue(): Promise<void> {
    const longAgo = performance.now() - WRITES_EVERY_MS;
    for (const [id, at] of this.writtenAt) if (at <= longAgo) this.writtenAt.delete(id);
    await this.write([...this.noted.values()].filter(({ id }) => !this.writtenAt.has(id)));
  }

  private async write(uses: readonly NotedUse[]): Promise<void> {
    if (uses.length === 0) return;
    await this.database.query(
      `UPDATE api_keys
          SET last_used_at = used.at, last_used_address = used.address, last_used_agent = used.agent,
              hash = COALESCE(used.hash, api_keys.hash), pepper_id = COALESCE(used.pepper_id, api_keys.pepper_id)
         FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[], $6::text[])
              AS used (id, at, address, agent, hash, pepper_id)
        WHERE api_keys.id = used.id
          AND (api_keys.last_used_at IS NULL OR api_keys.last_used_at < used.at OR used.hash IS NOT NULL)`,
      columnsOf(uses),
    );
    for (const use of uses) {
      this.writtenAt.set(use.id, performance.now());
      // What was noted while this was written is for the next time.
      if (this.noted.get(use.id) === use) this.noted.delete(use.id);
    }
  }
}

function columnsOf(uses: readonly NotedUse[]): readonly unknown[][] {
  return [
    uses.map(({ id }) => id),
    uses.map(({ at }) => at),
    uses.map(({ address }) => address),
    uses.map(({ agent }) => displayed(agent)),
    uses.map(({ renewedDigest }) => renewedDigest?.hash ?? null),
    uses.map(({ renewedDigest }) => renewedDigest?.pepperId ?? null),
  ];
}

/** Callers choose what they call themselves. */
function displayed(agent: string | null): string | null {
  return agent === null ? null : agent.replaceAll(/\p{C}/gu, '').slice(0, LONGEST_AGENT);
}
