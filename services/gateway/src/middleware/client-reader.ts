import type { IncomingMessage } from 'node:http';
import type { Logger } from '@townsquare/kit';
import proxyaddr from 'proxy-addr';
import type { GatewayConfig } from '../config.js';
import { type Client, readClient } from '../domain/client.js';

/** Reads who sent a request: the same for budgets, for sockets, for what is for the inside, and for the services. */
export type ClientOf = (request: IncomingMessage) => Client;

/** A proxy that is set up wrongly does so at every request: one line in this time says it. */
const LOG_EVERY_MS = 60_000;

/** How much of what a proxy wrote is logged. */
const LOGGED_CHARACTERS = 200;

/** The reader for the proxies of the configuration; it logs, once a minute at most, what they write and cannot be read. */
export function createClientReader(
  config: Pick<GatewayConfig, 'TRUST_PROXY' | 'CLIENT_ADDRESS_HEADER'>,
  logger: Pick<Logger, 'warn'>,
  now: () => number = Date.now,
): ClientOf {
  const trusts = proxyaddr.compile(config.TRUST_PROXY);
  let silentUntil = 0;
  let unlogged = 0;
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    const header = config.CLIENT_ADDRESS_HEADER;
    const client = readClient(peer, request.headers, header, (address) => trusts(address, 0));
    if (client.unreadable === undefined) return client;
    if (now() < silentUntil) {
      unlogged += 1;
      return client;
    }
    const written = client.unreadable.slice(0, LOGGED_CHARACTERS);
    logger.warn(
      { proxy: client.address, header, written, unlogged },
      'a proxy names no client address that can be read: its requests count for the proxy',
    );
    silentUntil = now() + LOG_EVERY_MS;
    unlogged = 0;
    return client;
  };
}
