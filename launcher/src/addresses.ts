import { servicePorts } from './ports.js';
import { serviceOf } from './services.js';
import type { Town } from './town.js';

/** The one public address. */
export function gatewayUrl(town: Town): string {
  return `http://127.0.0.1:${appPort(town, 'gateway')}`;
}

/** Where a service's app listens. */
export function appPort(town: Town, id: string): number {
  return servicePorts(town.base, serviceOf(id).index).app;
}
