import { once } from 'node:events';
import { createServer } from 'node:net';
import { Failure } from '../failure.js';

/** Whether something listens on this port of the loopback address. */
export function isPortTaken(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** Throws a Failure that names each taken port and what it was meant for. */
export async function requireFreePorts(
  wanted: ReadonlyMap<number, string>,
  variable = 'TOWN_PORT_BASE',
): Promise<void> {
  const taken: string[] = [];
  for (const [port, purpose] of wanted) {
    if (await isPortTaken(port)) taken.push(`${port} (${purpose})`);
  }
  if (taken.length === 0) return;
  throw new Failure(
    `${taken.length === 1 ? 'This port is' : 'These ports are'} taken by another program: ${taken.join(', ')}.`,
    `End that program, or move the town to other ports, for example: ${variable}=5000`,
  );
}

/** Ports of the loopback address that nothing listens on just now, for programs that tests start. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
