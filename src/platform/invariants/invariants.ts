import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';

/** Something that is true of the stores at every moment, whatever crashed. */
export interface Invariant {
  /** Says what holds, as a sentence. */
  readonly name: string;
  /** What breaks it, none when all is well: a query, or a search where more than Postgres must be asked. */
  readonly violations: string | ((limit: number) => Promise<readonly object[]>);
}

export interface InvariantReport {
  readonly name: string;
  readonly violations: readonly object[];
}

const SHOWN = 20;

/** Modules add what they promise; tests ask after every file, operators by `cli invariants`. */
@Injectable()
export class Invariants {
  private readonly known: Invariant[] = [];

  constructor(private readonly database: Database) {}

  add(...invariants: readonly Invariant[]): void {
    this.known.push(...invariants);
  }

  async check(): Promise<InvariantReport[]> {
    const reports: InvariantReport[] = [];
    for (const { name, violations } of this.known) {
      reports.push({ name, violations: await this.find(violations) });
    }
    return reports;
  }

  private find(violations: Invariant['violations']): Promise<readonly object[]> {
    if (typeof violations === 'function') return violations(SHOWN);
    return this.database.rows(`SELECT * FROM (${violations}) AS violation LIMIT ${String(SHOWN)}`);
  }
}
