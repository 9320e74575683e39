import { isRefusal } from './operations.mjs';

/** What became of the requests of one profile. */
export class Tally {
  constructor() {
    this.judged = { took: new Map(), count: 0, errors: 0 };
    this.pushed = { took: [], count: 0, refused: 0, broken: 0 };
    this.complaints = new Map();
  }

  add({ operation, tookMs, unexpected, isJudged }) {
    if (unexpected !== undefined) this.complain(operation, unexpected);
    if (isJudged) this.addJudged({ operation, tookMs, unexpected });
    else this.addPushed({ tookMs, unexpected });
  }

  addJudged({ operation, tookMs, unexpected }) {
    const { took } = this.judged;
    if (!took.has(operation)) took.set(operation, []);
    took.get(operation).push(tookMs);
    this.judged.count += 1;
    if (unexpected !== undefined) this.judged.errors += 1;
  }

  addPushed({ tookMs, unexpected }) {
    this.pushed.took.push(tookMs);
    this.pushed.count += 1;
    if (unexpected === undefined) return;
    if (isRefusal(unexpected)) this.pushed.refused += 1;
    else this.pushed.broken += 1;
  }

  /** One of each sort is enough to see what is wrong. */
  complain(operation, { status, text }) {
    const sort = `${operation} was answered with ${status}`;
    const { times = 0, example = text } = this.complaints.get(sort) ?? {};
    this.complaints.set(sort, { times: times + 1, example });
  }
}

export function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
