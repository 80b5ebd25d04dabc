import { servicePorts, services, type Town } from '@townsquare/launcher';

/** How many events wait in the outboxes of all services, by what they say of themselves. */
export async function outboxRows({ base }: Town): Promise<number> {
  const counts = await Promise.all(services.map(({ index }) => rowsOf(servicePorts(base, index).app)));
  return counts.reduce((sum, rows) => sum + rows, 0);
}

async function rowsOf(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return Number(/^outbox_lag_rows (\d+)/m.exec(await response.text())?.[1] ?? 0);
}
