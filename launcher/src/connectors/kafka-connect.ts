import type { Connector } from './configuration.js';

/**
 * Makes Kafka Connect have these connectors as they should be, and running: by itself it leaves a task that has failed as it
 * is. `say` is told what each is at.
 */
export async function keepConnectors(
  connect: string,
  connectors: readonly Connector[],
  say: (about: string, what: string) => void = () => undefined,
): Promise<void> {
  const known = await knownConnectors(connect);
  const keepOne = async (connector: Connector, found: KnownConnector | undefined) => {
    const state = stateOf(found);
    say(connector.name, found && state === 'FAILED' ? `${state}: ${faultOf(found)}` : state);
    if (!found || !isConfigured(found.info.config, connector)) await putConnector(connect, connector);
    else if (state === 'FAILED') await restartFailed(connect, connector.name);
  };
  await Promise.all(connectors.map((connector) => keepOne(connector, known[connector.name])));
}

/** Kafka Connect adds the name to what it is given. */
function isConfigured(found: Readonly<Record<string, string>>, { name, config }: Connector): boolean {
  const wanted = Object.entries({ ...config, name });
  return wanted.length === Object.keys(found).length && wanted.every(([key, value]) => found[key] === value);
}

/** A connector as Kafka Connect knows it: its configuration, and how it and its tasks are. */
export interface KnownConnector {
  readonly info: { readonly config: Readonly<Record<string, string>> };
  readonly status: {
    readonly connector: { readonly state: string; readonly trace?: string };
    readonly tasks: readonly { readonly state: string; readonly trace?: string }[];
  };
}

/** All connectors by name. */
export async function knownConnectors(connect: string): Promise<Record<string, KnownConnector>> {
  const response = await call(connect, 'GET', '/connectors?expand=info&expand=status');
  return (await response.json()) as Record<string, KnownConnector>;
}

/** Makes a connector, or changes the one of this name. */
export async function putConnector(connect: string, { name, config }: Connector): Promise<void> {
  await call(connect, 'PUT', `/connectors/${name}/config`, config);
}

/** Starts again what of a connector has failed. */
export async function restartFailed(connect: string, name: string): Promise<void> {
  await call(connect, 'POST', `/connectors/${name}/restart?includeTasks=true&onlyFailed=true`);
}

/** What a connector is at, in a word: it runs only when its tasks do. */
export function stateOf(known: KnownConnector | undefined): string {
  if (!known) return 'MISSING';
  const states = [known.status.connector.state, ...known.status.tasks.map((task) => task.state)];
  if (known.status.tasks.length === 0) return 'UNASSIGNED';
  return states.find((state) => state !== 'RUNNING') ?? 'RUNNING';
}

/** The first line of why a connector or its task has failed. */
export function faultOf({ status }: KnownConnector): string {
  const trace = [status.connector, ...status.tasks].map((part) => part.trace).find(Boolean);
  return trace?.split('\n').findLast((line) => line.startsWith('Caused by:')) ?? trace?.split('\n')[0] ?? '';
}

async function call(connect: string, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${connect}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  if (response.ok) return response;
  throw new Error(
    `Kafka Connect answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`,
  );
}
