import type { Connector } from './configuration.js';
import { faultOf, type KnownConnector, knownConnectors, putConnector, restartFailed, stateOf } from './connect-api.js';

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
