import { findMarked } from '@townsquare/launcher';
import { eventually } from './eventually.js';
import { appUrl } from './sidecars.js';
import { town } from './town.js';

/** kill -9; the town's supervisor is to start another in its place. */
export function kill(service: string): void {
  const found = findMarked(town.home).find(({ name }) => name === service);
  if (!found) throw new Error(`${service} does not run, and so cannot be killed.`);
  process.kill(found.pid, 'SIGKILL');
}

/** Waits until a service can serve. */
export async function isReady(service: string): Promise<void> {
  await eventually(
    () => fetch(`${appUrl(service)}/readyz`),
    ({ ok }) => ok,
    `${service} can serve`,
    60_000,
  );
}
