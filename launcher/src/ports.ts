/** Port of the first service when TOWN_PORT_BASE is not set. */
export const defaultBase = 4000;
/** Base of the town that the tests start, so that a running town is not touched. */
export const testBase = 14_000;

export interface ServicePorts {
  readonly app: number;
  readonly daprHttp: number;
  readonly daprGrpc: number;
  readonly daprInternal: number;
  readonly metrics: number;
}

export interface PartPorts {
  readonly mysql: number;
  readonly redis: number;
  readonly elasticsearch: number;
  readonly elasticsearchTransport: number;
}

/** The five ports of a service and its sidecar. */
export function servicePorts(base: number, index: number): ServicePorts {
  return {
    app: base + index,
    daprHttp: base + 100 + index,
    daprGrpc: base + 200 + index,
    daprInternal: base + 300 + index,
    metrics: base + 400 + index,
  };
}

/** The ports of the parts that the town starts itself. */
export function partPorts(base: number): PartPorts {
  return {
    mysql: base + 500,
    redis: base + 501,
    elasticsearch: base + 502,
    elasticsearchTransport: base + 503,
  };
}

/** Reads TOWN_PORT_BASE: a whole number from 1024 that leaves room for all ranges; throws with the reason otherwise. */
export function parseBase(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 64_900) {
    throw new Error(`TOWN_PORT_BASE must be a whole number from 1024 to 64900, and is "${text}".`);
  }
  return base;
}
