import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';

/** Something that is true of the stores at every moment, whatever crashed. */
export interface Invariant {
  /** Says what holds, as a sentence. */
  readonly name: string;
  /** Rows that break it; none when all is well. */
  readonly violations: string;
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
      const rows = await this.database.rows(
        `SELECT * FROM (${violations}) AS violation LIMIT ${String(SHOWN)}`,
      );
      reports.push({ name, violations: rows });
    }
    return reports;
  }
}
