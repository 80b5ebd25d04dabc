import { servicePorts, services, type Town } from '@townsquare/launcher';

/**
 * How many events wait in the outboxes of all services, by what they say of themselves; undefined where they do not know,
 * since Debezium reads the outboxes.
 */
export async function outboxRows({ base }: Town): Promise<number | undefined> {
  const owners = services.filter(({ needs }) => needs.includes('database'));
  const counts = await Promise.all(owners.map(({ index }) => rowsOf(servicePorts(base, index).app)));
  return counts.reduce<number | undefined>(
    (sum, rows) => (sum === undefined || rows === undefined ? undefined : sum + rows),
    0,
  );
}

async function rowsOf(port: number): Promise<number | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const rows = /^outbox_lag_rows (\d+)/m.exec(await response.text())?.[1];
  return rows === undefined ? undefined : Number(rows);
}
