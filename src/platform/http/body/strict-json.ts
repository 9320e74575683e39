import { visit } from 'jsonc-parser';
import { MalformedJson } from '../http.errors';

const DEEPEST = 32;
/** Names that mean something to JavaScript itself; validation would not see them. */
export const POISONED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * JSON as a cautious server reads it. Refused, beyond what JSON.parse refuses: two members of one name (two readers of the
 * same text would see different values), nesting deeper than any body of ours, names that poison prototypes, NUL and lone
 * surrogates (Postgres cannot store them).
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  refuseDeepNesting(text);
  refuseStrangeMembers(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw MalformedJson();
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw MalformedJson('The body is not valid UTF-8.');
  }
}

/** Before anything recursive sees the text; brackets inside strings do not count. */
function refuseDeepNesting(text: string): void {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (bracket === '[' || bracket === '{') depth += 1;
    else if (bracket === ']' || bracket === '}') depth -= 1;
    if (depth > DEEPEST) throw MalformedJson(`The body is nested deeper than ${String(DEEPEST)} levels.`);
  }
}

function refuseStrangeMembers(text: string): void {
  const objects: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void objects.push(new Set()),
    onObjectEnd: () => void objects.pop(),
    onObjectProperty: (name) => {
      refuseText(name);
      if (POISONED_NAMES.has(name)) throw MalformedJson(`The body has a member named "${name}".`);
      const names = objects.at(-1);
      if (names?.has(name)) throw MalformedJson('The body has two members of one name in the same object.');
      names?.add(name);
    },
    onLiteralValue: (value: unknown) => {
      if (typeof value === 'string') refuseText(value);
      if (typeof value === 'number' && !Number.isFinite(value))
        throw MalformedJson('The body has a number out of range.');
    },
  });
}

function refuseText(value: string): void {
  if (value.includes('\0')) throw MalformedJson('The body has a NUL character in a string.');
  if (!value.isWellFormed()) throw MalformedJson('The body has half a surrogate pair in a string.');
}
