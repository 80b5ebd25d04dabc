import { servicePorts } from './ports.js';
import { services } from './services.js';

/** How long things of one kind took from their commit until they were visible, in seconds, in the last minutes. */
export interface Freshness {
  readonly kind: string;
  readonly p50: number;
  readonly p99: number;
}

const LIMIT_MS = 2_000;
const SAMPLE = /^freshness_recent_seconds\{quantile="([\d.]+)",kind="([^"]+)"\} (\S+)$/gm;

/** What the services of the town with these ports know of it. One that does not answer is left out. */
export async function readFreshness(base: number): Promise<Freshness[]> {
  const texts = services.map(async ({ index }) => {
    const url = `http://127.0.0.1:${servicePorts(base, index).app}/metrics`;
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
    return response.text();
  });
  const answers = await Promise.allSettled(texts);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? parseFreshness(answer.value) : []));
}

/** The freshness in a service's metrics, in Prometheus' text format. */
export function parseFreshness(text: string): Freshness[] {
  const kinds = new Map<string, { [quantile: string]: number }>();
  for (const [, quantile, kind, seconds] of text.matchAll(SAMPLE)) {
    kinds.set(kind!, { ...kinds.get(kind!), [quantile!]: Number(seconds) });
  }
  return [...kinds].map(([kind, of]) => ({ kind, p50: of['0.5'] ?? Number.NaN, p99: of['0.99'] ?? Number.NaN }));
}
