/** Reading fields of JSON whose values a stranger chose. */
export type JsonObject = Readonly<Record<string, unknown>>;

const TEXT_CHARACTERS = 256;

export function objectAt(from: unknown, name: string): JsonObject {
  return asObject(isObject(from) ? from[name] : undefined);
}

export function objectsAt(from: unknown, name: string): readonly JsonObject[] {
  const list = isObject(from) ? from[name] : undefined;
  return Array.isArray(list) ? list.map(asObject) : [];
}

/** Bounded, and such that every database and terminal takes it: no control characters, no halves of surrogate pairs. */
export function textAt(from: JsonObject, name: string): string | null {
  const value = from[name];
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, TEXT_CHARACTERS)
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .toWellFormed()
    .trim();
  return text === '' ? null : text;
}

/** The same name in any letter case: containers disagree about it. */
export function tagAt(tags: JsonObject, ...names: readonly string[]): string | null {
  const keys = Object.keys(tags);
  for (const name of names) {
    const key = keys.find((each) => each.toLowerCase() === name);
    const text = key === undefined ? null : textAt(tags, key);
    if (text !== null) return text;
  }
  return null;
}

/** ffprobe writes some numbers as numbers and some as text, and what it does not know as "N/A". */
export function numberAt(from: JsonObject, name: string): number | null {
  const value = from[name];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function wholeAt(from: JsonObject, name: string): number | null {
  const number = numberAt(from, name);
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

export function positiveAt(from: JsonObject, name: string): number | null {
  const number = numberAt(from, name);
  return number !== null && number > 0 ? number : null;
}

export function isSet(from: JsonObject, name: string): boolean {
  return from[name] === 1;
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
