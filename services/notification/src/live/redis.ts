import type { Logger } from '@townsquare/kit';
import { type Command, Redis, type RedisOptions } from 'ioredis';

/** The two connections on which instances send each other what they deliver. */
export interface RedisPair {
  publisher: Redis;
  subscriber: Redis;
}

const DISCONNECT_MS = 500;

/**
 * Connects to Redis, and reconnects for as long as Redis is away. Until then each instance serves its own sockets, and what
 * it sends to other instances is lost: live delivery is not stored.
 */
export function connectRedis(url: string, logger: Logger): RedisPair {
  const publisher = new UnawaitedRedis(url, logger, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  const subscriber = new UnawaitedRedis(url, logger, { maxRetriesPerRequest: null });
  return { publisher, subscriber };
}

/**
 * A client whose commands may be sent without awaiting them, as the socket.io adapter does: it logs a command that fails,
 * so the rejection is handled. A caller that awaits the command still receives the error.
 */
class UnawaitedRedis extends Redis {
  constructor(
    url: string,
    private readonly logger: Logger,
    options: RedisOptions,
  ) {
    super(url, { ...options, disconnectTimeout: DISCONNECT_MS });
    this.on('error', (error) => logger.warn({ err: error }, 'Redis cannot be reached'));
  }

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    const sent = super.sendCommand(command, stream);
    (command as Command).promise.catch((error) => {
      this.logger.warn(
        { err: error, command: command.name },
        'a Redis command failed: other instances were not reached',
      );
    });
    return sent;
  }
}
