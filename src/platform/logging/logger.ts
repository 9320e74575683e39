import { pino, type Logger as PinoLogger } from 'pino';
import { currentRequestScope } from './request-scope';
import { linesOfATurn } from './lines-of-a-turn';
import { redactedError } from './redaction';

export type LogFacts = Readonly<Record<string, unknown>> & { readonly err?: unknown };

export interface LoggerOptions {
  readonly level: string;
  readonly process: 'api' | 'worker' | 'cli';
}

/** JSON lines: a constant message in lower case, facts as fields, ids from the async scope. */
export class Logger {
  private constructor(
    private readonly sink: PinoLogger,
    private readonly requests: PinoLogger,
  ) {}

  static create(options: LoggerOptions): Logger {
    const format = {
      level: options.level,
      base: { process: options.process, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
    };
    return new Logger(
      pino({
        ...format,
        serializers: { err: redactedError },
        mixin: () => scopeFields(),
        redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      }),
      pino(format, linesOfATurn()),
    );
  }

  /** Wakes a human. */
  error(facts: LogFacts, message: string): void {
    this.sink.error(facts, message);
  }

  /** Heals itself. */
  warn(facts: LogFacts, message: string): void {
    this.sink.warn(facts, message);
  }

  /** A fact of business. */
  info(facts: LogFacts, message: string): void {
    this.sink.info(facts, message);
  }

  /** For developers. */
  debug(facts: LogFacts, message: string): void {
    this.sink.debug(facts, message);
  }

  /**
   * The one line of a request. It goes past the net for secrets, which costs as much as the rest of the line together:
   * its fields are fixed, and its path was cleaned.
   */
  request(facts: LogFacts): void {
    this.requests.info(facts, 'request');
  }

  flush(): void {
    this.sink.flush();
  }
}

/** A net under the rule that secrets are never handed to the logger. */
const SECRET_PATHS = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'access_token',
  'refresh_token',
  'key',
].flatMap((name) => [name, `*.${name}`]);

function scopeFields(): Record<string, string> {
  const scope = currentRequestScope();
  if (scope === undefined) return {};
  return scope.jobId === undefined
    ? { request_id: scope.requestId }
    : { request_id: scope.requestId, job_id: scope.jobId };
}
