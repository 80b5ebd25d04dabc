import type { Logger } from '@townsquare/kit';
import { Redis } from 'ioredis';

/** The two connections through which instances tell each other what to deliver. */
export interface RedisPair {
  publisher: Redis;
  subscriber: Redis;
}

const DISCONNECT_MS = 500;

/**
 * Connects to Redis, again and again while it is away. Meanwhile each instance serves its own sockets, and what it says
 * to the others is lost: live delivery is not kept.
 */
export function connectRedis(url: string, logger: Logger): RedisPair {
  const publisher = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    disconnectTimeout: DISCONNECT_MS,
  });
  const subscriber = new Redis(url, { maxRetriesPerRequest: null, disconnectTimeout: DISCONNECT_MS });
  for (const client of [publisher, subscriber]) {
    client.on('error', (error) => logger.warn({ err: error }, 'Redis is not reached'));
  }
  forgive(publisher, ['publish'], logger);
  forgive(subscriber, ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'], logger);
  return { publisher, subscriber };
}

type Command = (...args: unknown[]) => Promise<unknown>;

/** The adapter does not wait for what it sends, so a failure has to end here. */
function forgive(client: Redis, names: string[], logger: Logger): void {
  const commands = client as unknown as Record<string, Command>;
  for (const name of names) {
    const send = commands[name]!.bind(client);
    commands[name] = async (...args) => {
      try {
        return await send(...args);
      } catch (error) {
        logger.warn({ err: error, command: name }, 'other instances were not reached');
        return 0;
      }
    };
  }
}
