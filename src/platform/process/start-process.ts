import { armCrashPoint } from '#kernel/crash-point';
import { RuntimeConfig } from '../config/runtime.config';
import type { ConfigGroupClass } from '../config/config-group';
import { ConfigurationError, parseConfiguration, type Configuration } from '../config/parse-configuration';
import { Logger } from '../logging/logger';

export interface ProcessContext {
  readonly configuration: Configuration;
  readonly logger: Logger;
}

type ProcessName = Parameters<typeof Logger.create>[0]['process'];

/** What every process does first. Whatever stops it from starting is said in one place, and the exit code is 1. */
export function startProcess(
  name: ProcessName,
  groups: readonly ConfigGroupClass[],
  start: (context: ProcessContext) => Promise<void>,
): void {
  const configuration = configurationOrExit(groups);
  const runtime = configuration.get(RuntimeConfig) as RuntimeConfig | undefined;
  if (typeof runtime?.crashPoint === 'string') armCrashPoint(runtime.crashPoint);
  const logger = Logger.create({ level: runtime?.logLevel ?? 'info', process: name });
  if (name !== 'cli') logWarnings(logger);
  process.on('unhandledRejection', (err) => die(logger, err, 'unhandled rejection'));
  process.on('uncaughtException', (err) => die(logger, err, 'uncaught exception'));
  start({ configuration, logger }).catch((err: unknown) => {
    die(logger, err, `${name} could not start`);
  });
}

/** On standard error in plain words: whoever made the mistake reads it there, before there is a log. */
function configurationOrExit(groups: readonly ConfigGroupClass[]): Configuration {
  try {
    return parseConfiguration(groups, process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Node's own listener writes plain text into the log. The command line keeps it: its output may be a file's content. */
function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', (err) => logger.warn({ err }, 'node warning'));
}

/** Nobody knows what state a process is in after this; another one starts from the record. */
function die(logger: Logger, err: unknown, message: string): never {
  logger.error({ err }, message);
  logger.flush();
  process.exit(1);
}
