import { shellEnvironment, shellLines } from '../environment.js';
import type { PartAddresses } from '../parts/part.js';
import { awaitParts, startParts } from '../parts/start.js';
import { type Session, withSession } from '../session.js';
import { writePrivate } from '../system/files.js';
import { type Town, townPaths } from '../town.js';
import { stop } from './stop.js';

/** `parts up` starts the parts of the test town and leaves them running; `parts down` stops them. */
export async function parts(town: Town, action: 'up' | 'down'): Promise<number> {
  if (action === 'down') return stop(town);
  await withSession(town, 'parts up', upParts);
  console.log(`For a shell:  set -a; . ${townPaths(town).env}; set +a`);
  return 0;
}

/** Starts what does not run yet and writes the town's addresses into its env file. */
export async function upParts({ town, supervisor, progress }: Session): Promise<PartAddresses> {
  const addresses = await awaitParts(await startParts(town, supervisor, progress));
  writeEnvironmentFile(town, addresses);
  return addresses;
}

/** Writes the town's addresses where a shell can read them. */
export function writeEnvironmentFile(town: Town, addresses: PartAddresses): void {
  writePrivate(townPaths(town).env, shellLines(shellEnvironment(town, addresses)));
}
