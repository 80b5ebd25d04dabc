import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Connections outlive the sidecar's idle limit (90 s), so that it never sends into one that is just being closed. */
const KEEP_ALIVE_MS = 95_000;

/** Starts an HTTP server; throws when the port is taken. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5_000 }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

/** Accepts no more requests, finishes the open ones, and closes the connections that are left after the limit. */
export async function stopListening(server: Server, limitMs = 10_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearTimeout(timer);
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
