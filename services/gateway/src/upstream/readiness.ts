import type { DaprClient } from '@townsquare/kit';

/**
 * Whether the gateway can serve: its sidecar is ready, and every service has responded once through the sidecars. A service
 * that fails later fails its own routes alone; if the gateway failed with it, all routes would.
 */
export function createReadiness(
  dapr: Pick<DaprClient, 'isReady' | 'invoke'>,
  services: readonly string[],
  keptMs = 1_000,
): () => Promise<{ services: number }> {
  const awaited = new Set(services);
  const reach = async (appId: string) => {
    const health = await dapr.invoke(appId, 'GET', '/healthz').catch(() => undefined);
    if (health) awaited.delete(appId);
  };
  const check = async () => {
    if (!(await dapr.isReady())) throw new Error('The Dapr sidecar is not ready.');
    await Promise.all([...awaited].map(reach));
    if (awaited.size > 0) throw new Error(`Not reached yet: ${[...awaited].join(', ')}.`);
    return { services: services.length };
  };
  let last: { result: ReturnType<typeof check>; at: number } | undefined;
  return () => {
    if (!last || Date.now() - last.at > keptMs) last = { result: check(), at: Date.now() };
    return last.result;
  };
}
