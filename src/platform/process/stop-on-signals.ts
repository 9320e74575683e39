import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from '../logging/logger';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Longer than any request may take; what hangs after that is cut. */
const DRAIN_LIMIT_MS = 30_000;

/** Drains once: what is in flight finishes, what cannot finish is cut after the limit. */
export function stopOnSignals(app: INestApplicationContext, logger: Logger): void {
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'stopping');
    const limit = setTimeout(() => {
      logger.warn({}, 'could not drain in time');
      process.exit(1);
    }, DRAIN_LIMIT_MS);
    limit.unref();
    app.close().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}
