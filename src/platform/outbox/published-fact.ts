/** A fact as readers see it: `position` is given by the one relay, without gaps, so that "after N" is a safe question. */
export interface PublishedFact {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly ownerId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

/** The columns of `outbox` under these names. */
export const PUBLISHED_FACT_COLUMNS = `
  outbox.position::float8 AS "position", outbox.id, outbox.type, outbox.subject_type AS "subjectType",
  outbox.subject_id AS "subjectId", outbox.owner_id AS "ownerId", outbox.data,
  to_char(outbox.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt"`;

/** Rung by every transaction that records a fact; the relay listens. */
export const OUTBOX_BELL = 'framegate_outbox';
