import { servicePorts } from './ports.js';
import { instancesOf } from './services.js';
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
