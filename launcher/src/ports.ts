import { Failure } from './failure.js';
import { serviceOf } from './services.js';

/** Port of the first service when TOWN_PORT_BASE is not set. */
export const defaultBase = 4000;
/** Base of the town that the tests start, so that a running town is not touched. */
export const testBase = 14_000;
/** Base of the town that the fault suite breaks. */
export const faultsBase = 24_000;

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
  readonly smtp: number;
  /** The page on which mails can be read. */
  readonly inbox: number;
  readonly rabbitmq: number;
  readonly rabbitmqDistribution: number;
  readonly rabbitmqNames: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly connect: number;
  readonly sentry: number;
  readonly sentryHealth: number;
  /** Of the server that tests start in place of those that a sign-in can be left to. */
  readonly authorization: number;
  /** Of the push service that tests start. */
  readonly push: number;
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

/** The ports of what the town starts beside the services. */
export function partPorts(base: number): PartPorts {
  return {
    mysql: base + 500,
    redis: base + 501,
    elasticsearch: base + 502,
    elasticsearchTransport: base + 503,
    smtp: base + 504,
    inbox: base + 505,
    rabbitmq: base + 506,
    rabbitmqDistribution: base + 507,
    rabbitmqNames: base + 508,
    kafka: base + 509,
    kafkaController: base + 510,
    connect: base + 511,
    sentry: base + 512,
    sentryHealth: base + 513,
    authorization: base + 514,
    push: base + 520,
  };
}

/** The ports of the ingress of `npm run ingress`: nginx's own, and those of its sidecar. */
export function ingressPorts(base: number): { http: number } & Omit<ServicePorts, 'app'> {
  return {
    http: base + 515,
    daprHttp: base + 516,
    daprGrpc: base + 517,
    daprInternal: base + 518,
    metrics: base + 519,
  };
}

/** Ports above 1024 that browsers and fetch refuse to call, by https://fetch.spec.whatwg.org/#port-blocking. */
const blocked = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** Reads TOWN_PORT_BASE: a whole number from 1024 that leaves room for all ranges; throws with the reason otherwise. */
export function parseBase(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 64_900) {
    throw new Failure(`TOWN_PORT_BASE is "${text}".`, 'give a whole number from 1024 to 64900, such as 4000.');
  }
  const unusable = [...blocked].find((port) => port >= base && port < base + 600 && (port - base) % 100 < 20);
  if (unusable !== undefined) {
    throw new Failure(`TOWN_PORT_BASE ${base} would use port ${unusable}, which browsers refuse.`, 'choose another.');
  }
  return base;
}

/** What decides all ports of a town. */
interface HasBase {
  readonly base: number;
}

/** The one public address. */
export function gatewayUrl(town: HasBase): string {
  return `http://127.0.0.1:${appPort(town, 'gateway')}`;
}

/** Where a service's app listens. */
export function appPort(town: HasBase, id: string): number {
  return servicePorts(town.base, serviceOf(id).index).app;
}
