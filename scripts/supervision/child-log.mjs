import fs from 'node:fs';

const POLL_MS = 200;
const CHUNK_BYTES = 64 * 1024;
const WARN = 40;
const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const REPEAT_WINDOW_MS = 10_000;

/** One line of a child's log: a pino record, or plain text (a warning of Node, the stack of a crash). */
export function parseLine(line) {
  try {
    const record = JSON.parse(line);
    if (record && typeof record === 'object' && 'level' in record) return record;
  } catch {
    // plain text
  }
  return { level: WARN, msg: line, plain: true };
}

const NOT_FACTS = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'msg',
  'message',
  'name',
  'err',
  'error',
  'plain',
  'v',
]);

function briefly(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

export function shortForm(name, record) {
  if (record.plain) return `${name}: ${record.msg}`;
  const level = LEVELS[record.level] ?? record.level;
  const error = record.err ?? record.error;
  const reason = error ? ` (${briefly(error.message ?? error)})` : '';
  const facts = Object.entries(record)
    .filter(([key, value]) => !NOT_FACTS.has(key) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => ` ${key}=${briefly(value)}`)
    .join('');
  return `${name}: ${level}: ${record.msg ?? record.message ?? ''}${reason}${facts}`;
}

/** While a database is away every request says so: the same message is shown once in a while, with a count. */
export class RepeatGuard {
  #seen = new Map();
  #now;

  constructor(now = Date.now) {
    this.#now = now;
  }

  /** Undefined: do not show it now. A number: show it, so many were held back since the last time. */
  admit(key) {
    const now = this.#now();
    const last = this.#seen.get(key);
    if (last && now - last.shownAt < REPEAT_WINDOW_MS) {
      last.heldBack++;
      return undefined;
    }
    if (this.#seen.size > 500) this.#seen.clear();
    this.#seen.set(key, { shownAt: now, heldBack: 0 });
    return last?.heldBack ?? 0;
  }
}

/** Follows a log file that a child writes, from where it ends now, and hands over its records. */
export class LogFollower {
  #file;
  #position;
  #rest = '';
  #timer;
  #onRecord;

  constructor(file, onRecord) {
    this.#file = file;
    this.#onRecord = onRecord;
    this.#position = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.#timer = setInterval(() => this.readNow(), POLL_MS);
  }

  readNow() {
    if (!fs.existsSync(this.#file)) return;
    const descriptor = fs.openSync(this.#file, 'r');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    try {
      for (;;) {
        const length = fs.readSync(descriptor, chunk, 0, CHUNK_BYTES, this.#position);
        if (length === 0) break;
        this.#position += length;
        this.#take(chunk.subarray(0, length).toString('latin1'));
      }
    } finally {
      fs.closeSync(descriptor);
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.readNow();
  }

  // Split as bytes (latin1) and decoded a line at a time: a chunk may end inside a character.
  #take(bytes) {
    const lines = (this.#rest + bytes).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const text = Buffer.from(line, 'latin1').toString('utf8').trimEnd();
      if (text) this.#onRecord(parseLine(text));
    }
  }
}

export function showsOnTerminal(record) {
  return record.level >= WARN;
}
