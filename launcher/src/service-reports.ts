import { servicePorts } from './ports.js';
import { instancesOf, serviceOf } from './services.js';
import type { TownState } from './state.js';

/** How long things of one kind took from their commit until they were visible, in seconds, in the last minutes. */
export interface Freshness {
  readonly kind: string;
  readonly p50: number;
  readonly p99: number;
}

const LIMIT_MS = 2_000;
const SAMPLE = /^freshness_recent_seconds\{quantile="([\d.]+)",kind="([^"]+)"\} (\S+)$/gm;

/**
 * What the services of a town know of it. One that does not answer is left out; of several instances that show the same
 * kind of thing, it is the slower one that counts.
 */
export async function readFreshness({
  base,
  instances = 1,
}: Pick<TownState, 'base' | 'instances'>): Promise<Freshness[]> {
  const texts = instancesOf(instances).map(async ({ index }) => {
    const url = `http://127.0.0.1:${servicePorts(base, index).app}/metrics`;
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
    return response.text();
  });
  const kinds = new Map<string, Freshness>();
  for (const answer of await Promise.allSettled(texts)) {
    if (answer.status === 'rejected') continue;
    for (const one of parseFreshness(answer.value)) kinds.set(one.kind, slower(one, kinds.get(one.kind) ?? one));
  }
  return [...kinds.values()];
}

function slower(one: Freshness, other: Freshness): Freshness {
  return { kind: one.kind, p50: Math.max(one.p50, other.p50), p99: Math.max(one.p99, other.p99) };
}

/** The freshness in a service's metrics, in Prometheus' text format. */
export function parseFreshness(text: string): Freshness[] {
  const kinds = new Map<string, { [quantile: string]: number }>();
  for (const [, quantile, kind, seconds] of text.matchAll(SAMPLE)) {
    kinds.set(kind!, { ...kinds.get(kind!), [quantile!]: Number(seconds) });
  }
  return [...kinds].map(([kind, of]) => ({ kind, p50: of['0.5'] ?? Number.NaN, p99: of['0.99'] ?? Number.NaN }));
}

/** What to tell while the search service rebuilds indices of an earlier version; nothing when it does not, or is down. */
export async function indicesNotice({ base }: Pick<TownState, 'base'>): Promise<string | undefined> {
  const url = `http://127.0.0.1:${servicePorts(base, serviceOf('search').index).app}/readyz`;
  const readiness = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) })
    .then((response) => response.json() as Promise<{ indices?: string }>)
    .catch(() => undefined);
  if (readiness?.indices !== 'being rebuilt') return undefined;
  return 'The search indices are of an earlier version and are being rebuilt: until then a search finds only what is new.';
}
