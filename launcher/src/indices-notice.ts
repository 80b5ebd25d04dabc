import { servicePorts } from './ports.js';
import { serviceOf } from './services.js';
import type { TownState } from './state.js';

const LIMIT_MS = 2_000;

/** What to tell while the search service rebuilds indices of an earlier version; nothing when it does not, or is down. */
export async function indicesNotice({ base }: Pick<TownState, 'base'>): Promise<string | undefined> {
  const url = `http://127.0.0.1:${servicePorts(base, serviceOf('search').index).app}/readyz`;
  const readiness = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) })
    .then((response) => response.json() as Promise<{ indices?: string }>)
    .catch(() => undefined);
  if (readiness?.indices !== 'being rebuilt') return undefined;
  return 'The search indices are of an earlier version and are being rebuilt: until then a search finds only what is new.';
}
