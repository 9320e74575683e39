/** What went wrong, in words of the domain. The HTTP edge alone knows which status each kind gets. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported'
  | 'range_not_satisfiable'
  | 'headers_too_large'
  | 'invalid'
  | 'rate_limited'
  | 'timed_out'
  | 'unavailable'
  | 'storage_full'
  | 'internal';

export interface FieldFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface ErrorFacts {
  /** One fault per offending field, where fields are at fault. */
  readonly faults?: readonly FieldFault[];
  /** Facts a caller may see and act upon. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What became of all that the refused attempt had begun, where the contract of a route tells it. */
  readonly cleanup?: Readonly<Record<string, 'done' | 'not_needed' | 'pending'>>;
  /** Set where waiting helps. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

export interface ErrorDefinition {
  /** Stable, UPPER_SNAKE; documented in docs/problems.md. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What this kind of problem is called, whatever the occurrence. */
  readonly title: string;
  /** The sentence for the reader when the place that throws has nothing more exact to say. */
  readonly says: string;
}

/** A refusal that the caller can understand. Anything else that is thrown is a defect. */
export class DomainError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    sentence: string,
    readonly facts: ErrorFacts = {},
  ) {
    super(sentence, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = definition.code;
  }

  get code(): string {
    return this.definition.code;
  }
}

/** An error of the catalogue: call it with one human sentence to get something to throw. */
export interface ErrorFactory extends ErrorDefinition {
  (sentence?: string, facts?: ErrorFacts): DomainError;
}

/** Declares an error once; `*.errors.ts` files hold these and nothing else. */
export function defineError(definition: ErrorDefinition): ErrorFactory {
  const make = (sentence: string = definition.says, facts: ErrorFacts = {}): DomainError =>
    new DomainError(definition, sentence, facts);
  return Object.assign(make, definition);
}
