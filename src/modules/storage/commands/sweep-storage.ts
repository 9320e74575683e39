import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { Leftovers } from '../ports/leftovers';
import { AbortUnknownUploads } from './abort-unknown-uploads';
import { CondemnStaleIntents } from './condemn-stale-intents';

/** The slowest writer that is still served writes every few seconds. */
const IDLE_LIMIT_MS = 3_600_000;

export interface SweepReport {
  readonly intents: number;
  readonly uploads: number;
  readonly leftovers: number;
}

/** Tidies up after processes that died in the middle of something. */
@Injectable()
export class SweepStorage {
  constructor(
    private readonly condemnStaleIntents: CondemnStaleIntents,
    private readonly abortUnknownUploads: AbortUnknownUploads,
    private readonly leftovers: Leftovers,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<SweepReport> {
    const intents = await this.condemnStaleIntents.execute();
    const uploads = await this.abortUnknownUploads.execute();
    const leftovers = await this.leftovers.remove(new Date(this.clock.now().getTime() - IDLE_LIMIT_MS));
    return { intents, uploads, leftovers };
  }
}
