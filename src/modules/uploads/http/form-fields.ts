import type { FieldFault } from '#kernel/domain-error';
import { parseStrictJson } from '#platform/http/body/strict-json';
import { ValidationFailed } from '#platform/http/http.errors';
import { FileMissing, FormMalformed } from '../domain/upload.errors';

/** A map, since names come from outside: an object knows `__proto__`. */
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['filename', 5_000],
  ['content_type', 127],
  ['metadata', 65_536],
]);
/** Of a name that the sender made up. */
const SHOWN_CHARACTERS = 64;
export const LONGEST_FIELD = Math.max(...LONGEST.values());
export const FILE_FIELD = 'file';

/** The fields of the form beside its file, each at most once, and none that nobody knows. */
export class FormFields {
  private readonly values = new Map<string, string>();
  metadata: object | null = null;

  get filename(): string | undefined {
    return this.values.get('filename');
  }

  get contentType(): string | undefined {
    return this.values.get('content_type');
  }

  /** `isLate`: the file has begun, and was accepted by what was known of it. */
  take(name: string | undefined, value: string, isLate: boolean): void {
    refuseNameless(name);
    if (name === FILE_FIELD) throw FileMissing();
    const longest = LONGEST.get(name);
    if (longest === undefined) throw unknownField(name);
    if (this.values.has(name)) throw fault(name, 'DUPLICATE', 'is given twice');
    if (value.length > longest)
      throw fault(name, 'BAD_LENGTH', `has more than ${String(longest)} characters`);
    if (value.includes('\0') || !value.isWellFormed()) throw fault(name, 'NOT_TEXT', 'is not text');
    if (isLate && name !== 'metadata') throw fault(name, 'TOO_LATE', 'must come before the file');
    this.values.set(name, value);
    if (name === 'metadata') this.metadata = objectIn(value);
  }
}

/** The parser says undefined where a name is missing. */
export function refuseNameless(name: string | undefined): asserts name is string {
  if (name === undefined || name === '') throw FormMalformed('A part of the form has no name.');
}

export function unknownField(name: string): Error {
  return fault(name.slice(0, SHOWN_CHARACTERS), 'UNKNOWN_FIELD', 'is not known here');
}

function objectIn(text: string): object {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault('metadata', 'NOT_AN_OBJECT', 'must be a JSON object');
  return value;
}

function parsed(text: string): unknown {
  try {
    return parseStrictJson(Buffer.from(text));
  } catch (cause) {
    throw fault('metadata', 'NOT_JSON', 'is not usable JSON', cause);
  }
}

function fault(field: string, code: string, what: string, cause?: unknown): Error {
  const faults: FieldFault[] = [{ field, code, message: `${field} ${what}` }];
  return ValidationFailed(undefined, { faults, ...(cause === undefined ? {} : { cause }) });
}
