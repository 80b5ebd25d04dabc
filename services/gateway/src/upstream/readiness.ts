/** How the gateway finds out whether others are there. */
export interface Neighbours {
  /** Whether the gateway's own sidecar is ready. */
  sidecarIsReady(): Promise<boolean>;
  /** Resolves when the service answers through the sidecars, rejects when it does not. */
  reach(appId: string): Promise<unknown>;
}

/**
 * Whether the gateway can serve: its sidecar is ready, and every service has been reached once. A service that goes
 * away later fails its own routes alone; taking the gateway out for that would fail all of them.
 */
export function createReadiness(neighbours: Neighbours, services: readonly string[], keptMs = 1_000) {
  const awaited = new Set(services);
  const check = async () => {
    if (!(await neighbours.sidecarIsReady())) throw new Error('The Dapr sidecar is not ready.');
    await Promise.all(
      [...awaited].map((id) =>
        neighbours
          .reach(id)
          .then(() => awaited.delete(id))
          .catch(() => false),
      ),
    );
    if (awaited.size > 0) throw new Error(`Not reached yet: ${[...awaited].join(', ')}.`);
    return { services: services.length };
  };
  let last: { result: ReturnType<typeof check>; at: number } | undefined;
  return () => {
    if (!last || Date.now() - last.at > keptMs) last = { result: check(), at: Date.now() };
    return last.result;
  };
}
