import { servicePorts, services, type Town } from '@townsquare/launcher';

/** What waits in the outboxes of all services: how many events, and for how long the oldest has. */
export interface OutboxLag {
  rows: number;
  seconds: number;
}

/** What the services say of their outboxes; undefined where they do not know, since Debezium reads them. */
export async function outboxLag({ base }: Town): Promise<OutboxLag | undefined> {
  const owners = services.filter(({ needs }) => needs.includes('database'));
  const lags = await Promise.all(owners.map(({ index }) => lagOf(servicePorts(base, index).app)));
  const known = lags.filter((lag) => lag !== undefined);
  if (known.length < lags.length) return undefined;
  return {
    rows: known.reduce((sum, { rows }) => sum + rows, 0),
    seconds: Math.max(...known.map(({ seconds }) => seconds)),
  };
}

async function lagOf(port: number): Promise<OutboxLag | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const figureOf = (name: string) => new RegExp(`^${name} ([\\d.e+-]+)`, 'm').exec(text)?.[1];
  const rows = figureOf('outbox_lag_rows');
  return rows === undefined ? undefined : { rows: Number(rows), seconds: Number(figureOf('outbox_lag_seconds')) };
}
