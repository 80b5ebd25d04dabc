import type { Logger } from './logger.js';

const LIMIT_MS = 20_000;

/** Runs `close` once on SIGTERM or SIGINT and ends the process; by force if closing takes more than 20 s. */
export function onTermination(logger: Logger, close: () => Promise<void>): void {
  let closing = false;
  const end = async (signal: string) => {
    if (closing) return;
    closing = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    try {
      await close();
      logger.info('stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'could not stop cleanly');
      process.exit(1);
    }
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
